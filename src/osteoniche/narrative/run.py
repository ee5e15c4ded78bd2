"""One run in words: what happened, and which part of the mechanism explains it."""

import numpy as np

from osteoniche import parameters
from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.narrative.costs import tell_costs
from osteoniche.narrative.why import NOTICEABLE, Names, acting, mechanism, named, up_to, why
from osteoniche.numerals import cells, day, fold, percent, short
from osteoniche.quantity import HUMAN
from osteoniche.roles import Place, Role
from osteoniche.scenario import Scenario, Treatment
from osteoniche.study import progression, responded
from osteoniche.system import default_system

CHECKED = "the bone was checked against published markers, the tumour was not"
"""What the numbers of a patient are worth."""
FILLED = 0.5
"""Share of the largest tumour that the site carries from which on it is said to fill it."""
MONTH = 365.25 / 12
"""Days."""


def tell(scenario: Scenario, result: Result, untreated: Result) -> str:
    """What happened in a run and why, in a few plain sentences; the status of a failed run."""
    if not result.ok:
        return result.status.value
    dosed = dosed_of(scenario)
    if scenario.tumour == "none":
        told = _without_tumour(scenario, result, dosed)
    else:
        told = f"{_what(scenario, result, untreated, dosed)} {why(scenario, result, dosed)}"
        told += progresses(scenario, result) + _outlived(scenario, result)
    costs = tell_costs(scenario, result)
    return " ".join([*of_patients(scenario, dosed), told, *costs, *not_due(scenario)])


def dosed_of(scenario: Scenario) -> list[Treatment]:
    """The treatments of which at least one dose falls within the run."""
    return [given for given in scenario.given if len(dose_days(given, scenario.days))]


def not_due(scenario: Scenario) -> list[str]:
    """A sentence for each drug that is planned so late that the run ends before its first dose."""
    dosed = {given.drug for given in dosed_of(scenario)}
    late = {given.drug: given for given in reversed(scenario.given) if given.drug not in dosed}
    return [
        f"No dose of {named(drug, scenario.species)} is due: the first would be on day "
        f"{day(late[drug].start)}, and the run ends on day {scenario.days}."
        for drug in default_system().by_name
        if drug in late
    ]


def of_patients(scenario: Scenario, dosed: list[Treatment]) -> list[str]:
    """Before any number of a patient: how long the treatment lasts, and that it is no promise."""
    if scenario.species != HUMAN:
        return []
    drugs = default_system().by_name
    killers = [given for given in dosed if drugs[given.drug].role == Role.CHEMOTHERAPY]
    if not killers:
        return [f"This idealised patient is an illustration: {CHECKED}."]
    days = [dose_days(given, scenario.days) for given in killers]
    last = max(float(each[-1]) for each in days)
    count = sum(len(each) for each in days)
    doses = f"{count} {'dose' if count == 1 else 'doses'}"
    on = any(each.every and scenario.last_day_of(each) == scenario.days for each in killers)
    given = f" ({doses}, the last on day {day(last)})"
    if on and count > 1:
        given = f" to the end ({doses})"
    return [f"This idealised patient gets chemotherapy{given}: an illustration, since {CHECKED}."]


def _without_tumour(scenario: Scenario, result: Result, dosed: list[Treatment]) -> str:
    mass = result["bone_mass_percent"]
    places = acting(dosed)
    slowing, killers = places[Place.BONE], places[Place.TUMOUR]
    if np.ptp(mass) < NOTICEABLE or not slowing:
        told = (
            f"Without a tumour, bone renews itself: osteoclasts remove as much as osteoblasts lay "
            f"down, and bone mass stays at 100 % for {scenario.days} days."
        )
    else:
        told = (
            f"Without a tumour, {Names.of(slowing, scenario.species).does('slow')} the "
            f"osteoclasts: bone mass is "
            f"{percent(float(mass[-1]))} of healthy on day {scenario.days}."
        )
    if not killers:
        return told
    rise = mechanism(scenario, result, killers).rise
    if rise is None or rise <= 1 + NOTICEABLE:
        return told
    raises = Names.of(killers, scenario.species).does("raise", begin=True)
    return (
        f"{told} {raises} Jagged1 on osteoblasts {up_to(rise)} here too, but "
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


def progresses(scenario: Scenario, result: Result) -> str:
    """When a patient's tumour progresses, as a sentence; nothing of a mouse.

    What responded first relapses.
    """
    if scenario.species != HUMAN:
        return ""
    found, answered = progression(scenario, result), responded(scenario, result)
    if found is None:
        ended = "responds and does not come back" if answered else "does not progress"
        return f" The tumour {ended} in the {scenario.days} days that are shown."
    what = "responds first and relapses" if answered else "progresses"
    return f" The tumour {what} (is a fifth wider than at its smallest) after {_months(found)}."


def _outlived(scenario: Scenario, result: Result) -> str:
    """Of a patient whose tumour comes near the largest that its site carries, as a sentence."""
    if scenario.species != HUMAN:
        return ""
    constants = parameters.load(scenario.set, HUMAN) | scenario.overrides()
    filled = result.grid[result["tumour_cells"] >= FILLED * constants["K"]]
    if not len(filled):
        return ""
    return (
        f" From day {day(filled[0])} on the tumour all but fills its site; the model knows no "
        "death, and draws what nobody would live to see."
    )


def _months(days: float) -> str:
    count = short(days / MONTH)
    return "1 month" if count == "1" else f"{count} months"


def bone(mass: float) -> str:
    """What became of the bone, by its mass in percent of healthy bone."""
    if mass < 100 - NOTICEABLE:
        return f"{percent(100 - mass)} of the bone is lost"
    if mass > 100 + NOTICEABLE:
        return f"bone mass has grown by {percent(mass - 100)}"
    return "no bone is lost"
