"""Pinned runs: a name and a scenario, kept by the page and in its address.

In the address they stand as `view.pins=name~scenario;name~scenario`, each part quoted once more, so
that a pin's own query may hold any character.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from osteoniche import address
from osteoniche.errors import Problem, ScenarioError
from osteoniche.figures.look import PIN_LINES
from osteoniche.scenario import Scenario

PINS_AT_MOST = len(PIN_LINES)
NAME_AT_MOST = 40
"""Characters of a pin's name."""
BETWEEN, INSIDE = ";", "~"


@dataclass(frozen=True)
class Pin:
    """A run that stays on the plots under a name."""

    name: str
    scenario: Scenario

    def data(self) -> dict[str, str]:
        """The pin as the browser keeps it."""
        return {"name": self.name, "query": address.encode(self.scenario)}


def from_browser(given: Any) -> list[Pin]:
    """The pins that a request carries; raises ScenarioError with every problem."""
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > PINS_AT_MOST:
        raise ScenarioError([Problem("pins", _size(given), f"send at most {PINS_AT_MOST} pins")])
    pins: list[Pin] = []
    problems: list[Problem] = []
    for item in given:
        try:
            pins.append(_pin(item))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return pins


def from_address(text: str) -> list[Pin]:
    """The pins in an address; raises ScenarioError with every problem."""
    parts = [part.partition(INSIDE) for part in text.split(BETWEEN) if part]
    return from_browser([{"name": unquote(a), "query": unquote(b)} for a, _, b in parts])


def to_address(pins: Sequence[Pin]) -> str:
    """The pins as an address holds them."""
    kept = [pin.data() for pin in pins]
    return BETWEEN.join(f"{_quoted(pin['name'])}{INSIDE}{_quoted(pin['query'])}" for pin in kept)


def _quoted(text: str) -> str:
    """A text without the characters that part pins from each other."""
    return quote(text, safe="").replace(INSIDE, "%7E")


def _pin(item: Any) -> Pin:
    name = item.get("name") if isinstance(item, dict) else None
    query = item.get("query") if isinstance(item, dict) else None
    if not isinstance(name, str) or not isinstance(query, str):
        raise ScenarioError([Problem("pins", item, "send the name and the query of each pin")])
    if not 0 < len(name.strip()) <= NAME_AT_MOST:
        allowed = f"a pin's name has 1 to {NAME_AT_MOST} characters"
        raise ScenarioError([Problem("pins", name, allowed)])
    try:
        return Pin(name.strip(), address.decode(query))
    except ScenarioError as error:
        found = [Problem(f"pin {name!r}: {p.field}", p.value, p.allowed) for p in error.problems]
        raise ScenarioError(found) from None


def _size(given: Any) -> object:
    return f"{len(given)} pins" if isinstance(given, list) else given
