"""One run in words: what happened, and which part of the mechanism explains it."""

from dataclasses import dataclass

import numpy as np

from osteoniche.numerals import cells, fold, percent, short
from osteoniche.presets import ANTIBODY
from osteoniche.quantity import Drug
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.system import default_system


@dataclass(frozen=True)
class Mechanism:
    """Averages over the treated days: what the words are chosen by."""

    notch: float
    blocked: float
    covered: float
    jagged1_peak: float
    osteoclasts_peak: float
    resistant: float


def tell(scenario: Scenario, result: Result, untreated: Result) -> str:
    """What happened in a run and why, in a few plain sentences; the status of a failed run."""
    if not result.ok:
        return result.status.value
    if scenario.tumour == "none":
        return _without_tumour(scenario, result)
    return f"{_what(scenario, result, untreated)} {_why(scenario, _mechanism(scenario, result))}"


def _mechanism(scenario: Scenario, result: Result) -> Mechanism:
    first = min((given.start for given in scenario.given), default=0.0)
    treated = result.grid >= min(first, result.grid[-1])
    notch = float(result["notch_activity"][treated].mean())
    total = result["osteoblast_jagged1_fold"][treated]
    free = result["free_jagged1_fold"][treated]
    constants = default_system().values(scenario.species, scenario.overrides())
    return Mechanism(
        notch=notch,
        blocked=100 * constants.protection_max * notch,
        covered=100 * float(1 - free.sum() / total.sum()) if total.sum() > 0 else 0.0,
        jagged1_peak=float(result["osteoblast_jagged1_fold"].max()),
        osteoclasts_peak=float(result["osteoclasts_fold"].max()),
        resistant=100 * float(result["resistant_fraction"][-1]),
    )


def _without_tumour(scenario: Scenario, result: Result) -> str:
    mass = float(result["bone_mass_percent"][-1])
    if np.ptp(result["bone_mass_percent"]) < 0.05:
        return (
            f"Without a tumour, bone renews itself: osteoclasts remove as much as osteoblasts lay "
            f"down, and bone mass stays at 100 % for {scenario.days} days."
        )
    return (
        f"Without a tumour, the bone drug slows the osteoclasts: bone mass is {percent(mass)} of "
        f"healthy on day {scenario.days}."
    )


def _what(scenario: Scenario, result: Result, untreated: Result) -> str:
    burden = float(result["tumour_cells"][-1])
    bone = 100 - float(result["bone_mass_percent"][-1])
    lost = f"{percent(bone)} of the bone is lost" if bone > 0.05 else "no bone is lost"
    if not scenario.given or not untreated.ok:
        begun = cells(float(result["tumour_cells"][0]))
        return f"Untreated, {begun} become {cells(burden)} by day {scenario.days}, and {lost}."
    if burden < 1:
        size = "fewer than one tumour cell is left"
    else:
        ratio = float(untreated["tumour_cells"][-1]) / burden
        size = f"the tumour is {fold(ratio)} than without treatment ({cells(burden)})"
        size = size.replace("the same size than", "the same size as")
    return f"On day {scenario.days} {size}, and {lost}."


def _why(scenario: Scenario, seen: Mechanism) -> str:
    given = {treatment.drug: _drug(treatment.drug) for treatment in scenario.given}
    chemotherapy = [drug.label for drug in given.values() if drug.role == "chemotherapy"]
    bone = [drug.label for drug in given.values() if drug.role == "bone drug"]
    antibody = ANTIBODY in given
    parts = []
    if chemotherapy:
        parts.append(_chemotherapy(" and ".join(chemotherapy), antibody, seen))
    elif antibody:
        parts.append(
            f"15D11 covers {percent(seen.covered)} of Jagged1, so Notch no longer helps the tumour "
            "grow; but with no chemotherapy there is little to kill the cells."
        )
    elif not bone:
        parts.append(
            f"Tumour cells drive osteoclasts up to {short(seen.osteoclasts_peak)} times their "
            "number; the bone they dissolve releases TGF-beta, which feeds the tumour."
        )
    if bone:
        parts.append(f"{' and '.join(bone)} holds the osteoclasts back and so protects the bone.")
    if seen.resistant > 10:
        share = "Nearly all" if seen.resistant > 99.5 else percent(seen.resistant)
        parts.append(f"{share} of the cells left resist the drug.")
    return " ".join(parts)


def _chemotherapy(name: str, antibody: bool, seen: Mechanism) -> str:
    if antibody and seen.covered > 50:
        through = percent(100 - seen.blocked)
        return (
            f"{name} raises Jagged1 on osteoblasts {short(seen.jagged1_peak)}-fold, but 15D11 "
            f"covers {percent(seen.covered)} of it: Notch falls to {short(round(seen.notch, 2))} "
            f"and {through} of the kill gets through."
        )
    if seen.jagged1_peak > 1.05:
        return (
            f"{name} raises Jagged1 on osteoblasts {short(seen.jagged1_peak)}-fold; it switches on "
            f"Notch in the tumour cells ({short(round(seen.notch, 2))} of 1), which blocks "
            f"{percent(seen.blocked)} of the kill."
        )
    return (
        f"{name} does not raise Jagged1 here: Notch stays at {short(round(seen.notch, 2))} of 1 "
        f"and blocks {percent(seen.blocked)} of the kill."
    )


def _drug(name: str) -> Drug:
    return next(drug for drug in default_system().drugs if drug.name == name)
