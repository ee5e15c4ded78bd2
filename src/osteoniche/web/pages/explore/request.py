"""What the page asks of the server: a scenario, pinned runs, and how they are to be shown.

Everything here came from a browser or an address, and is trusted as little.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import quote

from osteoniche import __version__
from osteoniche.errors import Problem, ScenarioError
from osteoniche.evidence.series import SERIES
from osteoniche.figures.details import all_details
from osteoniche.figures.look import DESK, PIN_PREFIX
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS
from osteoniche.web.kit import ids
from osteoniche.web.kit.browser import LIGHT, screen_of, theme_of
from osteoniche.web.pages.explore import pins
from osteoniche.web.pages.explore.headlines import EXPLANATION, OBSERVATIONS, VALUES
from osteoniche.web.rail.choice import Choice, choice_from
from osteoniche.web.rail.controls import FIELDS, scenario_of

LINEAR, YES, NO = "linear", "yes", "no"
SCALES, SWITCH = (LINEAR, "log"), (YES, NO)
SAFE = ",;@/:=~"
"""Characters that need no quoting in the value of a key."""
NAMES = (*all_details(), EXPLANATION, OBSERVATIONS, VALUES)
"""The panels that can be opened."""


@dataclass(frozen=True)
class View:
    """How things are shown: everything about the page that does not change a result.

    `minus` names the run that all others are shown against (an arm, or pin-0, pin-1, ...); `data`
    the published series that are laid over the plots; `side` puts runs side by side; `band` says
    how sure numbers and curves are. `screen` and `theme` are the browser's own, and never in
    the address.
    """

    theme: str = LIGHT
    screen: str = DESK
    linear: bool = False
    opened: tuple[str, ...] = ()
    minus: str | None = None
    data: tuple[str, ...] = ()
    side: bool = False
    band: bool = True


@dataclass(frozen=True)
class Request:
    """One request of the page.

    `choice` is what the page's controls are about; `shown` names what the page shows already,
    `drawn` the scenario whose curves are among it, and `beside` what is drawn of each other run.
    """

    scenario: Scenario
    choice: Choice
    pins: tuple[pins.Pin, ...]
    view: View
    shown: str | None
    drawn: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


def read(message: Mapping[str, Any]) -> Request:
    """A request in our own types; raises ScenarioError with every problem."""
    (scenario, choice), kept = _both(
        lambda: _scenario(message), lambda: pins.from_browser(message.get("pins"))
    )
    shown, drawn = (_text(message.get(name)) for name in ("shown", "drawn"))
    view, beside = _view(message, len(kept)), _texts(message.get("beside"))
    return Request(scenario, choice, tuple(kept), view, shown, drawn, beside)


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) else None


def _texts(given: Any) -> dict[str, str]:
    """The texts among what a browser names."""
    named = given.items() if isinstance(given, dict) else ()
    return {name: text for name, text in named if isinstance(text, str)}


@dataclass(frozen=True)
class Opened:
    """What an address says: a scenario, and the values of the view's controls by component id.

    `left_out` is what is wrong with the parts of it that could not be taken; `made` is the version
    of the program that wrote it, if it says so.
    """

    scenario: Scenario
    view: Mapping[str, Any]
    left_out: tuple[Problem, ...]
    made: str | None


def from_address(search: str) -> Opened:
    """What an address says. Raises ScenarioError for one that can not be read at all."""
    reading = address.read(search)
    view, left_out = shown_by(search)
    return Opened(reading.scenario, view, (*reading.left_out, *left_out), address.made(search))


def query(request: Request) -> str:
    """The address of what is asked for, without the question mark.

    Where it would be longer than an address may be, pinned runs are left out; see `has_room`.
    """
    kept = _query(request)
    return kept if len(kept) <= address.LONGEST else _query(_without_pins(request))


def has_room(request: Request) -> bool:
    """Whether an address holds everything that is asked for."""
    return len(_query(request)) <= address.LONGEST


def _without_pins(request: Request) -> Request:
    minus = request.view.minus if request.view.minus in ARMS else None
    return replace(request, pins=(), view=replace(request.view, minus=minus))


def _query(request: Request) -> str:
    view = request.view
    parts = [address.encode(request.scenario), f"{address.MADE}={__version__}"]
    shown = {
        "axis": LINEAR if view.linear else "",
        "open": ",".join(view.opened),
        "minus": view.minus or "",
        "data": ",".join(view.data),
        "side": YES if view.side else "",
        "band": "" if view.band else NO,
        "pins": pins.to_address(request.pins),
    }
    parts += [
        f"{address.VIEW}{key}={quote(text, safe=SAFE)}" for key, text in shown.items() if text
    ]
    return "&".join(part for part in parts if part)


def shown_by(search: str) -> tuple[dict[str, Any], list[Problem]]:
    """What an address says about the view: values of the controls, by component id.

    And what is wrong with the words that are left out; keys that there are not change nothing.
    """
    given = address.view(search)
    known = [item.name for item in SERIES]
    kept, wrong = pins.from_address(given.get("pins", ""))
    places = 0 if wrong else len(kept)  # without one of them the others have other places
    minus = given.get("minus")
    return {
        ids.SCALE: LINEAR if given.get("axis") == LINEAR else "log",
        ids.PANELS: _known(given.get("open", "").split(","), NAMES),
        ids.MINUS: minus if minus in runs_beside(places) else None,
        ids.DATA: _known(given.get("data", "").split(","), known),
        ids.PINS: [pin.data() for pin in kept],
        ids.SIDE: given.get("side") == YES,
        ids.BAND: given.get("band") != NO,
    }, [*wrong, *_unknown_words(given, places)]


def _unknown_words(given: Mapping[str, str], pinned: int) -> Iterator[Problem]:
    """Words about the view that mean nothing, with so many pins."""
    series = [item.name for item in SERIES]
    lists = {"open": NAMES, "data": series}
    single = {"axis": SCALES, "minus": runs_beside(pinned), "side": SWITCH, "band": SWITCH}
    for key, names in (lists | single).items():
        text = given.get(key, "")
        for word in text.split(",") if key in lists else [text]:
            if word and word not in names:
                yield Problem(address.VIEW + key, word, f"choose from {', '.join(names)}")


def runs_beside(count: int) -> list[str]:
    """The keys of the runs that others can be shown against, with so many pins."""
    return [*ARMS, *(f"{PIN_PREFIX}{place}" for place in range(count))]


One = TypeVar("One")
Other = TypeVar("Other")


def _both(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What two readers give; raises ScenarioError with the problems of both."""
    try:
        first = one()
    except ScenarioError as error:
        problems = list(error.problems)
        try:
            other()
        except ScenarioError as further:
            problems += further.problems
        raise ScenarioError(problems) from None
    return first, other()


def _scenario(message: Mapping[str, Any]) -> tuple[Scenario, Choice]:
    choice, values = message.get("choice"), message.get("values")
    if not isinstance(choice, dict) or not isinstance(values, dict):
        raise ScenarioError([Problem("request", type(message).__name__, "send choice and values")])
    by_field = {
        field: values[ids.control(field)] for field in FIELDS if ids.control(field) in values
    }
    return scenario_of(choice, by_field, message.get("extra")), choice_from(choice)


def _view(message: Mapping[str, Any], pinned: int) -> View:
    """The view of a request with so many pins; unknown words are left out."""
    minus, beside = message.get("minus"), runs_beside(pinned)
    return View(
        theme=theme_of(message.get("theme")),
        screen=screen_of(message.get("screen")),
        linear=message.get("scale") == LINEAR,
        opened=tuple(_known(message.get("panels"), NAMES)),
        minus=minus if isinstance(minus, str) and minus in beside else None,
        data=tuple(_known(message.get("data"), [item.name for item in SERIES])),
        side=message.get("side") is True,
        band=message.get("band") is not False,
    )


def _known(given: Any, names: Any) -> list[str]:
    """The names that were given and exist, in their own order."""
    return [name for name in names if name in given] if isinstance(given, list) else []
