"""Pinned runs: a name and a scenario, kept by the page and in its address.

In the address they stand as `view.pins=name~scenario;name~scenario`. What parts them is quoted once
more within a name and a scenario, so that a name may hold any character.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from osteoniche import parameters
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.figures.look import LINES, PIN_LINES
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS

PINS_AT_MOST = len(PIN_LINES)
NAME_AT_MOST = 40
"""Characters of a pin's name."""
TAKEN = tuple(dict.fromkeys([*(line.label.lower() for line in LINES.values()), *ARMS]))
"""Names of the runs that are always there, in small letters; no pin may have one of them."""
UNWRITTEN = ("Cc", "Cs")
"""Categories of characters that no name has: control characters, halves of others."""
BETWEEN, INSIDE, QUOTE = ";", "~", "%"
UNNAMED = f"{address.SET}={parameters.UNNAMED}"
"""What a pin without settings means: a name alone is from before sets had to be named."""


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
    if not isinstance(given, list):
        raise ScenarioError([Problem("pins", type(given).__name__, "send a list")])
    if len(given) > PINS_AT_MOST:
        raise ScenarioError([_too_many(len(given))])
    pins, problems = _each(given)
    if problems:
        raise ScenarioError(problems)
    return pins


def _too_many(count: int) -> Problem:
    return Described("pins", f"{count} are too many", f"{PINS_AT_MOST} at most can be kept")


def _each(given: Sequence[Any]) -> tuple[list[Pin], list[Problem]]:
    """The pins that are right, and what is wrong with the others."""
    pins: list[Pin] = []
    problems: list[Problem] = []
    for item in given:
        try:
            pins.append(_pin(item, {*TAKEN, *(pin.name.lower() for pin in pins)}))
        except ScenarioError as error:
            problems += error.problems
    return pins, problems


def from_address(text: str) -> tuple[list[Pin], list[Problem]]:
    """The pins in an address, and what is wrong with those that are left out."""
    parts = [part.partition(INSIDE) for part in text.split(BETWEEN) if part]
    left_out: list[Problem] = [
        Problem("pins", name, "write name~settings") for name, inside, _ in parts if not inside
    ]
    items = [{"name": unquote(a), "query": unquote(b)} for a, inside, b in parts if inside]
    if len(items) > PINS_AT_MOST:
        left_out.append(_too_many(len(items)))
    pins, wrong = _each(items[:PINS_AT_MOST])
    return pins, left_out + wrong


def to_address(pins: Sequence[Pin]) -> str:
    """The pins as an address holds them."""
    kept = [pin.data() for pin in pins]
    return BETWEEN.join(f"{_quoted(pin['name'])}{INSIDE}{_quoted(pin['query'])}" for pin in kept)


def _quoted(text: str) -> str:
    """A text without the characters that part pins from each other."""
    for mark in (QUOTE, BETWEEN, INSIDE):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def _pin(item: Any, taken: set[str]) -> Pin:
    name = item.get("name") if isinstance(item, dict) else None
    query = item.get("query") if isinstance(item, dict) else None
    if not isinstance(name, str) or not isinstance(query, str):
        kind = type(item).__name__
        raise ScenarioError([Problem("pins", kind, "send the name and the query of each pin")])
    name = _checked(name, taken)
    try:
        return Pin(name, address.decode(query or UNNAMED))
    except ScenarioError as error:
        named = [
            replace(problem, field=f"pin {name!r}: {problem.field}") for problem in error.problems
        ]
        raise ScenarioError(named) from None


def _checked(given: str, taken: set[str]) -> str:
    """A name with single spaces; raises ScenarioError for one that no pin may have."""
    name = " ".join(given.split())
    if not 0 < len(name) <= NAME_AT_MOST:
        allowed = f"a pin's name has 1 to {NAME_AT_MOST} characters"
    elif any(unicodedata.category(character) in UNWRITTEN for character in name):
        allowed = "a pin's name has characters that can be written"
    elif name.lower() in taken:
        allowed = "another run has this name"
    else:
        return name
    raise ScenarioError([Problem("pins", given, allowed)])
