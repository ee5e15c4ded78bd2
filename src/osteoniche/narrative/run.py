"""One run in words: what happened, and which part of the mechanism explains it."""

from dataclasses import dataclass

import numpy as np

from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.numerals import cells, day, fold, percent, short
from osteoniche.quantity import HUMAN, Species
from osteoniche.roles import Place, Role
from osteoniche.scenario import Scenario, Treatment
from osteoniche.system import default_system, system_of

TOLD_APART = (Place.TUMOUR, Place.JAGGED1, Place.NOTCH, Place.BONE)
"""Where a drug acts that has a sentence of its own; the first of its places counts."""
NOTICEABLE = 0.05
"""Percent of bone, or share of a number of cells or proteins, below which a change is none."""
HUNDREDTH = 0.01
"""Change of Notch activity, which is between 0 and 1, below which it stays."""
WEARS_OFF = 7.0
"""Days that a dose counts for."""
MOST = 50.0
"""Percent of Jagged1 that the antibody has to cover to be why something happens."""
NONE_AT_ALL = 1e-9
"""Notch activity below which there is none."""
SHARE_TOLD = 10.0
"""Percent of the tumour that a resistant clone has to make up to be mentioned."""


@dataclass(frozen=True)
class Mechanism:
    """What the words are chosen by; averages are over the days of a treatment.

    `rise` is the largest fold of osteoblast Jagged1 over its own start; None where there is none.
    """

    rise: float | None
    covered: float
    notch_before: float
    notch: float
    blocked: float


def tell(scenario: Scenario, result: Result, untreated: Result) -> str:
    """What happened in a run and why, in a few plain sentences; the status of a failed run."""
    if not result.ok:
        return result.status.value
    dosed = _dosed(scenario)
    if scenario.tumour == "none":
        told = _without_tumour(scenario, result, dosed)
    else:
        told = f"{_what(scenario, result, untreated, dosed)} {_why(scenario, result, dosed)}"
    return " ".join([*_of_patients(scenario, dosed), told, *not_due(scenario)])


def _dosed(scenario: Scenario) -> list[Treatment]:
    """The treatments of which at least one dose falls within the run."""
    return [given for given in scenario.given if len(dose_days(given, scenario.days))]


def not_due(scenario: Scenario) -> list[str]:
    """A sentence for each drug that is planned so late that the run ends before its first dose."""
    dosed = _dosed(scenario)
    return [
        f"No dose of {named(given.drug, scenario.species)} is due: the first would be on day "
        f"{day(given.start)}, and the run ends on day {scenario.days}."
        for given in scenario.given
        if given not in dosed
    ]


def _of_patients(scenario: Scenario, dosed: list[Treatment]) -> list[str]:
    """Before any number of a patient: how long the treatment lasts, and that it is no promise."""
    if scenario.species != HUMAN:
        return []
    drugs = default_system().by_name
    killers = [given for given in dosed if drugs[given.drug].role == Role.CHEMOTHERAPY]
    if not killers:
        return ["This idealised patient is scaled from the mouse, not calibrated."]
    days = [dose_days(given, scenario.days) for given in killers]
    last = max(float(each[-1]) for each in days)
    count = sum(len(each) for each in days)
    doses = f"{count} {'dose' if count == 1 else 'doses'}"
    on = any(each.every and scenario.last_day_of(each) == scenario.days for each in killers)
    given = f" ({doses}, the last on day {day(last)})"
    if on and count > 1:
        given = f" to the end ({doses})"
    return [
        f"This idealised patient gets chemotherapy{given}, has no side effects, and is scaled from "
        "the mouse, not calibrated."
    ]


def _acting(dosed: list[Treatment]) -> dict[Place | None, list[Treatment]]:
    """The treatments by the first of the places that the words tell apart, or None."""
    drugs = default_system().by_name
    found: dict[Place | None, list[Treatment]] = {place: [] for place in (*TOLD_APART, None)}
    for given in dosed:
        places = drugs[given.drug].acts_on
        found[next((place for place in TOLD_APART if place in places), None)].append(given)
    return found


def named(drug: str, species: Species) -> str:
    """A drug in the middle of a sentence, as its species knows it."""
    label = default_system().by_name[drug].briefly(species)
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _list(treatments: list[Treatment], species: Species) -> str:
    return " and ".join(named(given.drug, species) for given in treatments)


def _begin(words: str) -> str:
    return words[0].upper() + words[1:]


def _mechanism(scenario: Scenario, result: Result, dosed: list[Treatment]) -> Mechanism:
    """Averages from the first of some doses until the last of them has worn off."""
    days = np.concatenate([dose_days(given, scenario.days) for given in dosed])
    since = result.grid[:, None] - days[None, :]
    meanwhile = ((since >= 0) & (since <= WEARS_OFF)).any(axis=1)
    total = result["osteoblast_jagged1_fold"]
    free = result["free_jagged1_fold"]
    notch = float(result["notch_activity"][meanwhile].mean())
    shown = total[meanwhile].sum()
    constants = system_of(scenario.set).values(scenario.species, scenario.overrides())
    return Mechanism(
        rise=float(total.max() / total[0]) if total[0] > 0 else None,
        covered=100 * float(1 - free[meanwhile].sum() / shown) if shown > 0 else 0.0,
        notch_before=float(result["notch_activity"][0]),
        notch=notch,
        blocked=100 * constants.protection_max * notch,
    )


def _without_tumour(scenario: Scenario, result: Result, dosed: list[Treatment]) -> str:
    mass = result["bone_mass_percent"]
    acting = _acting(dosed)
    names = _list(acting[Place.BONE], scenario.species)
    if np.ptp(mass) < NOTICEABLE or not names:
        told = (
            f"Without a tumour, bone renews itself: osteoclasts remove as much as osteoblasts lay "
            f"down, and bone mass stays at 100 % for {scenario.days} days."
        )
    else:
        told = (
            f"Without a tumour, {names} slows the osteoclasts: bone mass is "
            f"{percent(float(mass[-1]))} of healthy on day {scenario.days}."
        )
    killers = acting[Place.TUMOUR]
    if not killers:
        return told
    rise = _mechanism(scenario, result, killers).rise
    if rise is None or rise <= 1 + NOTICEABLE:
        return told
    chemotherapy = _begin(_list(killers, scenario.species))
    verb = "raises" if len(killers) == 1 else "raise"
    return (
        f"{told} {chemotherapy} {verb} Jagged1 on osteoblasts {short(rise)}-fold here too, but "
        "there is no tumour that it could protect."
    )


def _what(scenario: Scenario, result: Result, untreated: Result, dosed: list[Treatment]) -> str:
    burden = float(result["tumour_cells"][-1])
    lost = bone(float(result["bone_mass_percent"][-1]))
    if not dosed:
        begun = cells(float(result["tumour_cells"][0]))
        return f"Untreated, {begun} become {cells(burden)} by day {scenario.days}, and {lost}."
    if burden < 1:
        size = "fewer than one tumour cell is left"
    elif not untreated.ok:
        size = f"the tumour has {cells(burden)}"
    else:
        size = fold(float(untreated["tumour_cells"][-1]) / burden)
        than = "as" if size == "the same size" else "than"
        size = f"the tumour, at {cells(burden)}, is {size} {than} without treatment"
    return f"On day {scenario.days} {size}, and {lost}."


def bone(mass: float) -> str:
    """What became of the bone, by its mass in percent of healthy bone."""
    if mass < 100 - NOTICEABLE:
        return f"{percent(100 - mass)} of the bone is lost"
    if mass > 100 + NOTICEABLE:
        return f"bone mass has grown by {percent(mass - 100)}"
    return "no bone is lost"


def _why(scenario: Scenario, result: Result, dosed: list[Treatment]) -> str:
    acting, species = _acting(dosed), scenario.species
    killers, covering, bone = acting[Place.TUMOUR], acting[Place.JAGGED1], acting[Place.BONE]
    cover = _list(covering, species)
    parts = []
    if killers:
        names = _list(killers, species)
        seen = _mechanism(scenario, result, killers)
        if covering and seen.covered > MOST:
            parts.append(_with_antibody(names, len(killers) > 1, cover, seen))
        else:
            parts.append(_chemotherapy(names, len(killers) > 1, seen))
            parts += [_too_little(cover, seen)] if covering else []
    elif covering:
        parts.append(_antibody(cover, _mechanism(scenario, result, covering)))
    parts += _others(scenario, result, acting)
    if bone:
        slows, kills = ("slows", "does") if len(bone) == 1 else ("slow", "do")
        parts.append(
            f"{_begin(_list(bone, species))} {slows} the osteoclasts, which remove bone, "
            f"but {kills} not kill tumour cells."
        )
    if not parts:
        parts.append(_vicious_cycle(float(result["osteoclasts_fold"].max())))
    return " ".join([*parts, *_resistance(scenario, result, killers)])


def _others(
    scenario: Scenario, result: Result, acting: dict[Place | None, list[Treatment]]
) -> list[str]:
    """Drugs that act on Notch itself, and those that act where nothing else is told of."""
    told = []
    if acting[Place.NOTCH]:
        names = _begin(_list(acting[Place.NOTCH], scenario.species))
        acts = "acts" if len(acting[Place.NOTCH]) == 1 else "act"
        notch = _notch(_mechanism(scenario, result, acting[Place.NOTCH]))
        told.append(f"{names} {acts} on Notch in the tumour cells, which {notch}.")
    for given in acting[None]:
        drug = default_system().by_name[given.drug]
        told.append(f"{drug.briefly(scenario.species)} is given too. {drug.summary}")
    return told


def _chemotherapy(names: str, several: bool, seen: Mechanism) -> str:
    blocks = f"blocks {percent(seen.blocked)} of the kill"
    notch = f"Notch in the tumour cells {_notch(seen)}"
    if seen.rise is None:
        return f"Osteoblasts have no Jagged1 here that {names} could raise: {notch} and {blocks}."
    if seen.rise > 1 + NOTICEABLE:
        raises = "raise" if several else "raises"
        return (
            f"{_begin(names)} {raises} Jagged1 on osteoblasts {short(seen.rise)}-fold; {notch}, "
            f"which {blocks}."
        )
    hardly = "hardly raise" if several else "hardly raises"
    return f"{_begin(names)} {hardly} Jagged1 on osteoblasts here: {notch} and {blocks}."


def _notch(seen: Mechanism) -> str:
    """What Notch does on average, against day 0."""
    now, change = round(seen.notch, 2), seen.notch - seen.notch_before
    verb = "stays at" if abs(change) < HUNDREDTH else "rises to" if change > 0 else "falls to"
    if now:
        return f"{verb} {short(now)} of 1"
    return f"{verb} almost 0" if seen.notch > NONE_AT_ALL else f"{verb} 0"


def _with_antibody(names: str, several: bool, cover: str, seen: Mechanism) -> str:
    through = (
        f"Notch in the tumour cells {_notch(seen)} and {percent(100 - seen.blocked)} of the kill "
        "gets through."
    )
    if seen.rise is None or seen.rise <= 1 + NOTICEABLE:
        return (
            f"{_begin(cover)} covers {percent(seen.covered)} of Jagged1 on osteoblasts: {through}"
        )
    raises = "raise" if several else "raises"
    return (
        f"{_begin(names)} {raises} Jagged1 on osteoblasts {short(seen.rise)}-fold, but {cover} "
        f"covers {percent(seen.covered)} of it: {through}"
    )


def _too_little(cover: str, seen: Mechanism) -> str:
    if seen.rise is None:
        return f"So there is nothing on them for {cover} to cover."
    return f"{_begin(cover)} covers only {percent(seen.covered)} of Jagged1 on average."


def _antibody(cover: str, seen: Mechanism) -> str:
    alone = "with no chemotherapy there is little to kill the cells"
    covers = f"{_begin(cover)} covers {percent(seen.covered)} of Jagged1 on osteoblasts"
    if seen.rise is None:
        return f"Osteoblasts have no Jagged1 here for {cover} to cover, and {alone}."
    if seen.notch > seen.notch_before / 2:
        return f"{covers} on average, so Notch still helps the tumour grow; and {alone}."
    return f"{covers}, so Notch hardly helps the tumour grow; but {alone}."


def _vicious_cycle(peak: float) -> str:
    if peak <= 1 + NOTICEABLE:
        return "The tumour is still too small to stir up the osteoclasts, which remove bone."
    return (
        f"Tumour cells drive osteoclasts up to {short(peak)} times their usual number; the bone "
        "they dissolve releases TGF-beta, which feeds the tumour."
    )


def _resistance(scenario: Scenario, result: Result, killers: list[Treatment]) -> list[str]:
    """A sentence for each drug that a large share of the cells left resists by mutation."""
    burden = float(result["tumour_cells"][-1])
    told = []
    for given in killers:
        clone = f"{default_system().by_name[given.drug].resisted_by}_resistant_cells"
        if burden < 1 or clone not in result.series:
            continue
        share = 100 * float(result[clone][-1]) / burden
        if share > SHARE_TOLD:
            many = "Nearly all" if share > 99.5 else percent(share)
            name = named(given.drug, scenario.species)
            told.append(f"{many} of the cells left resist {name} by mutation.")
    return told
