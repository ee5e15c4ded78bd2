"""The cards: a headline number each, how sure it is, and where all other runs stand.

The cards stand in the layout; assets/pages/explore/stage.js fills them from what an answer says, so
that they follow a dial as the curves do.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dash import html
from dash.development.base_component import Component

from osteoniche.engine.result import Result
from osteoniche.figures.look import LINES
from osteoniche.figures.timecourse import own_line, pinned_lines
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.narrative import blocked
from osteoniche.narrative.costs import ADVICE, Worst, worst
from osteoniche.numerals import compact, fold, percent
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN
from osteoniche.study import Comparison
from osteoniche.web.kit import ids
from osteoniche.web.kit.dials import aria
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.headlines import briefly

ALMOST_NONE = 1.0
"""Cells below which a burden counts as this many on a strip, which is of powers of ten."""
SEEN = 24
"""Runs whose numbers are remembered: those of two pictures with many kept runs."""


Runs = Mapping[str, tuple[Scenario, Result, str | None]]
"""Runs by their key: what they are of, their result, and their colour."""


@dataclass(frozen=True)
class Card:
    """What a card shows: a number of a run and its words.

    `number` is None where a run has none; `write` takes the number of a run and of the untreated
    one. `logarithmic` strips have a step for each power of ten.
    """

    name: str
    number: Callable[[Scenario, Result], float | None]
    write: Callable[[float, float | None], str]
    logarithmic: bool = False


def _last(series: str) -> Callable[[Scenario, Result], float | None]:
    return lambda scenario, result: float(result[series][-1]) if result.ok else None


def _tumour(scenario: Scenario, result: Result) -> float | None:
    return _last(CELLS)(scenario, result) if scenario.tumour != "none" else None


def _lost(scenario: Scenario, result: Result) -> float | None:
    mass = _last(BONE)(scenario, result)
    return None if mass is None else 100.0 - mass


def _peak(scenario: Scenario, result: Result) -> float | None:
    if not result.ok or scenario.tumour == "none":
        return None
    return float(result[APOPTOSIS].max())


def _against(burden: float, untreated: float | None) -> str:
    if untreated is None or burden < ALMOST_NONE:
        return words.NONE_LEFT if burden < ALMOST_NONE else words.cells_of(compact(burden))
    return briefly(fold(untreated / burden)).replace("over ", ">")  # a card is narrow


def _share(value: float, _: float | None) -> str:
    return percent(max(value, 0.0))


CARDS = (
    Card("tumour", _tumour, _against, logarithmic=True),
    Card("bone", _lost, _share),
    Card("apoptosis", _peak, _share),
    Card("blocked", blocked, _share),
)
"""The cards that are always there, in their order."""
COST = "cost"
"""The card behind them, where a drug of the run costs something."""


def layout() -> html.Div:
    """The cards before the first answer."""
    cards = [_card(card.name, words.CARDS[card.name]) for card in CARDS]
    cost = _card(COST, "", html.Span(className="card-unit"))
    return html.Div(
        [*cards, cost], id=ids.CARDS, className="cards", role="group", **aria(label=words.CARD)
    )


def _card(name: str, title: str, *beside: Component) -> html.Div:
    """A card with nothing in it yet; that of the cost is not there before there is one."""
    return html.Div(
        [
            html.Span(
                [html.Span(title), html.Small(words.CARD_NOTES.get(name, ""))],
                className="card-name",
            ),
            html.Div([html.Strong("\u00a0"), *beside], className="card-value"),
            html.Div(className="strip-of-runs", **aria(hidden="true")),
        ],
        className=f"card is-empty card-{name}",
        hidden=name == COST,
    )


def filled(shown: Comparison) -> dict[str, dict[str, Any] | None]:
    """What the cards show of a comparison, by their name; their ranges come later."""
    runs = _runs(shown)
    return {card.name: _filled(card, runs) for card in CARDS} | {COST: _cost(runs)}


class _Seen:
    """A run whose numbers are known as long as its result is the very same one."""

    def __init__(self, scenario: Scenario, result: Result) -> None:
        self.scenario, self.result = scenario, result

    def __hash__(self) -> int:
        return id(self.result)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Seen) and (
            self.result is other.result and self.scenario.key() == other.scenario.key()
        )


@lru_cache(maxsize=SEEN)
def _numbers(run: _Seen) -> dict[str, float | None]:
    """What all cards say of a run, by their name. All runs but one stay while a dial moves."""
    return {card.name: card.number(run.scenario, run.result) for card in CARDS}


@lru_cache(maxsize=SEEN)
def _worst(run: _Seen) -> Worst | None:
    return worst(run.scenario, run.result)


def _filled(card: Card, runs: Runs) -> dict[str, Any]:
    numbers = {
        key: _numbers(_Seen(scenario, result))[card.name]
        for key, (scenario, result, _) in runs.items()
    }
    own, untreated = numbers[OWN], numbers["untreated"]
    value = words.NO_NUMBER_HERE if own is None else card.write(own, untreated)
    return {"value": value, "dots": _dots(numbers, runs, logarithmic=card.logarithmic)}


def _cost(runs: Runs) -> dict[str, Any] | None:
    """The cost of the visitor's run beside that of the runs which cost the same; None for none."""
    found = {key: _worst(_Seen(scenario, result)) for key, (scenario, result, _) in runs.items()}
    own = found[OWN]
    if own is None:
        return None
    amounts = {key: _amount(one, own) for key, one in found.items()}
    dots = _dots(amounts, runs, logarithmic=False)
    said = f"{own.when} {ADVICE}".strip()
    return {"value": own.value, "dots": dots, "name": own.name, "said": said, "unit": own.unit}


def _amount(one: Worst | None, own: Worst) -> float | None:
    return one.amount if one and one.name == own.name else None


def _dots(numbers: Mapping[str, float | None], runs: Runs, *, logarithmic: bool) -> list[Any]:
    """Where the runs stand that have a number, each with its colour."""
    known = {key: number for key, number in numbers.items() if number is not None}
    shares = _shares(known, logarithmic=logarithmic)
    return [[key, runs[key][2], share] for key, share in shares.items()]


def _runs(shown: Comparison) -> Runs:
    """All runs by their key, with their colours; the visitor's own last, above the others."""
    runs = {
        arm: (shown.arm_scenarios[arm], result, LINES[arm].colour)
        for arm, result in shown.arms.items()
    }
    for place, (pin, look) in enumerate(pinned_lines(shown)):
        runs[f"pin-{place}"] = (pin.scenario, pin.result, look.colour)
    return runs | {OWN: (shown.scenario, shown.own, own_line(shown).colour)}


def _shares(numbers: Mapping[str, float], *, logarithmic: bool) -> dict[str, float]:
    """Where numbers stand on a strip from the least, or from none, to the most: 0 to 100."""
    if logarithmic:
        numbers = {key: math.log10(max(each, ALMOST_NONE)) for key, each in numbers.items()}
        low = min(numbers.values(), default=0.0)
    else:
        numbers = {key: max(each, 0.0) for key, each in numbers.items()}
        low = 0.0
    wide = max(numbers.values(), default=0.0) - low
    return {
        key: round(100 * (number - low) / wide, 1) if wide > 0 else 0.0
        for key, number in numbers.items()
    }
