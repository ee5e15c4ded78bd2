"""The cards: a headline number each, how sure it is, and where all other runs stand.

The cards stand in the layout; assets/pages/explore/stage.js fills them from what an answer says, so
that they follow a dial as the curves do.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from osteoniche.engine.result import Result
from osteoniche.figures.look import LINES, OWN
from osteoniche.figures.timecourse import own_line, pinned_lines
from osteoniche.narrative import blocked
from osteoniche.numerals import compact, fold, percent
from osteoniche.scenario import Scenario
from osteoniche.study import Comparison
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import aria
from osteoniche.web.pages.explore.headlines import briefly

BONE, TUMOUR, APOPTOSIS = "bone_mass_percent", "tumour_cells", "apoptosis_percent"
ALMOST_NONE = 1.0
"""Cells below which a burden counts as this many on a strip, which is of powers of ten."""


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
    return _last(TUMOUR)(scenario, result) if scenario.tumour != "none" else None


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
    return briefly(fold(untreated / burden))


def _share(value: float, _: float | None) -> str:
    return percent(max(value, 0.0))


CARDS = (
    Card("tumour", _tumour, _against, logarithmic=True),
    Card("bone", _lost, _share),
    Card("apoptosis", _peak, _share),
    Card("blocked", blocked, _share),
)
"""The cards, in their order."""


def layout() -> html.Div:
    """The cards before the first answer."""
    cards = [
        html.Div(
            [
                html.Span([html.Span(words.CARDS[card.name]), html.Small()], className="card-name"),
                html.Strong("\u00a0"),
                html.Div(className="strip-of-runs", **aria(hidden="true")),
            ],
            className=f"card is-empty card-{card.name}",
        )
        for card in CARDS
    ]
    return html.Div(cards, id=ids.CARDS, className="cards", role="group", **aria(label=words.CARD))


def filled(shown: Comparison) -> dict[str, dict[str, Any]]:
    """What the cards show of a comparison, by their name; their ranges come later."""
    return {card.name: _filled(card, shown) for card in CARDS}


def _filled(card: Card, shown: Comparison) -> dict[str, Any]:
    runs = _runs(shown)
    numbers = {key: card.number(scenario, result) for key, (scenario, result, _) in runs.items()}
    known = {key: number for key, number in numbers.items() if number is not None}
    own, untreated = numbers[OWN], numbers["untreated"]
    shares = _shares(known, logarithmic=card.logarithmic)
    dots = [[key, runs[key][2], share] for key, share in shares.items()]
    return {
        "value": words.NO_NUMBER_HERE if own is None else card.write(own, untreated),
        "dots": dots,
    }


def _runs(shown: Comparison) -> Mapping[str, tuple[Scenario, Result, str | None]]:
    """All runs by their key, with their colours; the visitor's own last, above the others."""
    runs: dict[str, tuple[Scenario, Result, str | None]] = {
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
