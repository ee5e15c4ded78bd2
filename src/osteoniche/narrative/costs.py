"""What the doses of a run cost, in words: sentences for people, and a cell of a table."""

from dataclasses import dataclass

from osteoniche.analysis.costs import NEXT_COURSE, Costs, Gut, Marrow, Nerves, costs, lines
from osteoniche.drugs import gamma_secretase_inhibitor
from osteoniche.engine.result import Result
from osteoniche.narrative.why import named
from osteoniche.numerals import day, listed, percent, short
from osteoniche.organs import marrow
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario

ADVICE = "No medical advice."
"""Stands beside every cost."""
WHOSE_GUT = gamma_secretase_inhibitor.DRUG.summary
"""Stands beside every cost of the gut: whose it is, and whose it is not."""
HARDLY_LESS = 0.99
"""Share of normal above which neutrophils are not said to fall."""
NOT_COMPUTED = "not computed"
NOTHING = "none"


def tell_costs(scenario: Scenario, result: Result) -> list[str]:
    """What the doses cost, in sentences; nothing where no dose costs anything that is known of."""
    found = costs(scenario, result)
    told = []
    if found.marrow:
        told.append(_neutrophils(scenario, found.marrow))
    if found.nerves:
        told.append(_neuropathy(found.nerves))
    if found.gut:
        told.append(_goblets(found.gut))
    told += _unknown(scenario, found)
    return [*told, ADVICE] if told else []


def cost_cell(scenario: Scenario, result: Result) -> str:
    """The same in a few words, for a table."""
    found = costs(scenario, result)
    told = []
    if found.marrow:
        told.append(f"neutrophils {_count(scenario, found.marrow).replace(' of normal', '')}")
    if found.nerves:
        told.append(f"nerves {short(round(found.nerves.score, 1))} of 24")
    if found.gut:
        told.append(f"goblet cells {percent(found.gut.most)}")
    if not told:
        return NOT_COMPUTED if found.unknown else NOTHING
    return ", ".join(told)


@dataclass(frozen=True)
class Worst:
    """The first cost of a run as a card tells it: a number in few letters, and what it is of.

    `amount` compares runs whose costs have the same name: a share of normal, cells, or a score.
    """

    name: str
    amount: float | None = None
    value: str = NOT_COMPUTED
    unit: str = ""
    when: str = ""


def worst(scenario: Scenario, result: Result) -> Worst | None:
    """The first cost of a run (marrow, gut, nerves); None where no dose costs anything."""
    found = costs(scenario, result) if result.ok else None
    if found is None:
        return None
    if found.marrow:
        return _fewest(scenario, found.marrow)
    if found.gut:
        when = f"Day {day(found.gut.day)}."
        return Worst(
            "Most goblet cells", found.gut.most, percent(found.gut.most), "of the gut", when
        )
    if found.nerves:
        score, when = found.nerves.score, f"Day {day(found.nerves.day)}."
        return Worst("Injury of nerves", score, short(round(score, 1)), "of 24", when)
    return Worst("Cost") if found.unknown else None


def _fewest(scenario: Scenario, found: Marrow) -> Worst:
    if scenario.species == HUMAN:
        value, unit = short(round(found.lowest, 2)), "× 10⁹/L"
    else:
        value, unit = percent(100 * found.share), "of normal"
    if scenario.species in marrow.ORGAN.assumed:
        unit += ", assumed"
    return Worst("Lowest neutrophils", found.share, value, unit, f"Day {day(found.day)}.")


def _count(scenario: Scenario, found: Marrow) -> str:
    """The lowest neutrophils: of patients in 1e9/L, of mice as an assumed share of normal."""
    if scenario.species == HUMAN:
        return f"{short(round(found.lowest, 2))} × 10⁹/L"
    return f"{percent(100 * found.share)} of normal{_assumed(scenario)}"


def _assumed(scenario: Scenario) -> str:
    return " (assumed)" if scenario.species in marrow.ORGAN.assumed else ""


def _neutrophils(scenario: Scenario, found: Marrow) -> str:
    _, lower = lines(scenario)
    line = f"{short(lower)} × 10⁹/L" if scenario.species == HUMAN else "half of normal"
    if found.share > HARDLY_LESS:
        return f"Neutrophils hardly fall{_assumed(scenario)}."
    told = f"Neutrophils fall to {_count(scenario, found)} on day {day(found.day)}"
    if found.days_below > 0:
        span = _days(found.days_below)
        told += f", and lie below {line} for {span}"
    if found.waited:
        many = f"{found.waited} of {found.courses} courses"
        told += f"; {many} would have waited for {short(NEXT_COURSE)} × 10⁹/L"
    return f"{told}."


def _days(span: float) -> str:
    """How long, in words."""
    text = short(round(span, 1))
    return "less than a day" if span < 1 else f"{text} {'day' if text == '1' else 'days'}"


def _neuropathy(found: Nerves) -> str:
    score = short(round(found.score, 1))
    return f"Injury of nerves reaches a score of {score} of 24 by the end of the last course."


def _goblets(found: Gut) -> str:
    return (
        f"Goblet cells make up to {percent(found.most)} of the gut, {short(found.fold)} times "
        f"normal. {WHOSE_GUT}"
    )


def _unknown(scenario: Scenario, found: Costs) -> list[str]:
    """What the doses do to organs and is not computed."""
    told = [
        f"what {named(drug, scenario.species)} does to {listed(organs)}"
        for drug, organs in found.unknown.items()
    ]
    return [f"Not computed: {'; '.join(told)}."] if told else []
