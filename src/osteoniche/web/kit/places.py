"""Places on pages that texts lead to: equations, and rows of the table of constants."""

from dash import html

from osteoniche.equations import Equation, Role, uses
from osteoniche.web.kit import words
from osteoniche.web.kit.dials import data

EXPLORE, EVIDENCE, EQUATIONS = "", "evidence", "equations"
"""The paths of the pages that others lead to."""


def place(equation: Equation) -> str:
    """The id of an equation on the page; it is no component, but written out."""
    return "equation-" + equation.name


def constant_place(symbol: str) -> str:
    """The id of a constant's row in the table of all constants."""
    return "constant-" + symbol


def ways(symbol: str) -> list[html.A]:
    """The ways to the equations in which a constant stands."""
    found = uses().get(symbol, [])
    return [way(_meaning(one), EQUATIONS, place(one)) for one in found]


def _meaning(one: Equation) -> str:
    return words.ON_DAY_0.format(meaning=one.meaning) if one.role is Role.START else one.meaning


def way(text: str, page: str, target: str) -> html.A:
    """A link to a place on a page; assets/shell/places.js follows it within the page."""
    return html.A(text, href=f"{page}#{target}", className="way", **data(leads=page, focus=target))
