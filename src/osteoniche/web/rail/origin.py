"""What a page says of settings that came from elsewhere: parts left out, another set or version."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from dash import html

from osteoniche import __version__, parameters
from osteoniche.errors import Problem
from osteoniche.scenario import Scenario, address
from osteoniche.web.kit import words
from osteoniche.web.kit.dials import data
from osteoniche.web.kit.tables import closing, listed_problems

VERSION = r"[0-9][0-9A-Za-z.+-]{0,19}"
"""How a version is written; what is none is not repeated."""


def notice(
    scenario: Scenario, made: str | None, left_out: Sequence[Problem] = ()
) -> html.Div | None:
    """What there is to say of settings that were opened; None if there is nothing.

    `made` is the version of the program that wrote them, `left_out` what could not be taken.
    """
    told = [*_left_out(scenario, left_out), *_version(made), *_set(scenario)]
    return html.Div([*told, closing()], className="notice") if told else None


def _left_out(scenario: Scenario, problems: Sequence[Problem]) -> Iterator[Any]:
    if problems:
        yield html.Strong(words.PART_OF_ADDRESS)
        yield listed_problems(problems)
    if any(problem.field == address.SET for problem in problems):
        yield html.P(words.UNKNOWN_SET.format(set=words.SET.format(set=scenario.set)))


def _version(made: str | None) -> Iterator[Any]:
    if made is not None and made != __version__ and re.fullmatch(VERSION, made):
        yield html.P(words.ANOTHER_VERSION.format(made=made, here=__version__))


def _set(scenario: Scenario) -> Iterator[Any]:
    """That the settings are of another parameter set than new runs, and both on offer."""
    named, default = scenario.set, parameters.DEFAULT
    if named == default:
        return
    sets = {"set": words.SET.format(set=named), "default": words.SET.format(set=default)}
    yield html.P(words.ANOTHER_SET.format(title=parameters.about(named)["title"], **sets))
    switched = address.encode(scenario.changed(set=default))
    yield html.Div(
        [
            _button(words.STAY.format(set=named), close=""),
            _button(words.SWITCH_SET.format(set=default), visit=switched),
        ],
        className="toolbar",
    )


def _button(text: str, **leads: str) -> html.Button:
    return html.Button(text, type="button", className="tool", **data(**leads))
