"""The equations as the page shows them: chapters, each line with what its symbols mean."""

from functools import cache
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, html
from dash.exceptions import PreventUpdate
from markupsafe import Markup

from osteoniche.components import Drug
from osteoniche.equations import Chapter, Equation, Role, chapters, symbols, typeset
from osteoniche.narrative.evidence import number
from osteoniche.quantity import HUMAN, MOUSE, Param, shown_unit
from osteoniche.roles import ROUTES
from osteoniche.system import default_system, identifier
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.kit.dials import aria, scrolled
from osteoniche.web.kit.markup import markup
from osteoniche.web.kit.page import Services
from osteoniche.web.kit.places import EVIDENCE, constant_place, place, way
from osteoniche.web.pages.equations import ids, words


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks: asked for at its first sight, and written once."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "writeTexts"),
        Output(ids.TEXTS, "clear_data"),
        Input(ids.TEXTS, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.TEXTS, "data"),
        Input(kit_ids.seen(words.PATH), "data"),
        prevent_initial_call=True,
    )
    def write(seen: Any) -> dict[str, str]:
        if not seen:
            raise PreventUpdate
        return {ids.BODY: written()}


@cache
def written() -> str:
    """All of the page as HTML: the same for everybody, and a second's work."""
    return markup(body())


def body() -> list[Any]:
    """All chapters, and the ways to them."""
    titles = {_anchor(chapter): _title(chapter) for chapter in chapters()}
    links = [html.A(title, href=f"#{anchor}", className="jump") for anchor, title in titles.items()]
    return [
        html.P([f"{words.WAYS}: ", *links], className="jumps"),
        *(_chapter(chapter) for chapter in chapters()),
    ]


def _anchor(chapter: Chapter) -> str:
    return f"equations-{identifier(chapter.owner.name) if chapter.owner else chapter.role}"


def _title(chapter: Chapter) -> str:
    return chapter.owner.label if chapter.owner else words.TITLES[chapter.role or Role.RATE]


def _chapter(chapter: Chapter) -> html.Section:
    return html.Section(
        [
            html.H3(_title(chapter)),
            html.P(_lead(chapter), className="quiet"),
            *(_equation(one) for one in chapter.equations),
        ],
        id=_anchor(chapter),
        tabIndex=-1,
        **aria(label=_title(chapter)),
    )


def _lead(chapter: Chapter) -> str:
    """What stands before the equations of a chapter."""
    owner = chapter.owner
    if owner is None:
        return words.LEADS[chapter.role or Role.RATE]
    return _drug_lead(owner) if isinstance(owner, Drug) else f"{owner.summary} {words.ORGAN}"


def _drug_lead(drug: Drug) -> str:
    states = {state.name: state.meaning for state in drug.states}
    entered = [
        words.ENTERS.format(how=ROUTES[route], state=states[state])
        for route, state in drug.entry.items()
    ]
    return f"{drug.summary} {words.ENTRY.format(ways='; '.join(entered))}"


def _equation(one: Equation) -> html.Article:
    formula = Markup(" ".join(typeset.pieces(one)))
    unit = shown_unit(one.unit)
    heading: list[Any] = [one.meaning, html.Span(f" ({unit})" if unit else "", className="quiet")]
    known = [part for name in one.used for part in _symbol(name, one.role)]
    return html.Article(
        [
            html.H4(heading),
            scrolled(words.FORMULA.format(meaning=one.meaning), formula, className="formula"),
            html.Dl(known) if known else None,
        ],
        id=place(one),
        className="equation",
        tabIndex=-1,
    )


def _symbol(name: str, role: Role) -> list[Any]:
    """A symbol and what it stands for, which leads to where it comes from."""
    symbol, constant = symbols()[name], default_system().by_symbol.get(name)
    told: list[Any]
    if constant is not None:
        value = f": {_value(constant)} "
        told = [
            way(symbol.meaning, EVIDENCE, constant_place(name)),
            value,
            html.Code(name),
        ]
    elif role is Role.START:
        begun = kit_words.ON_DAY_0.format(meaning=symbol.meaning)
        told = [way(begun, words.PATH, f"equation-{Role.START}-{name}")]
    elif symbol.home:
        told = [way(symbol.meaning, words.PATH, "equation-" + symbol.home)]
    else:
        told = [symbol.meaning]
    return [html.Dt(Markup(typeset.inline(symbol.latex))), html.Dd(told)]


def _value(constant: Param) -> str:
    """A constant's default: one number where both species have the same."""
    mouse, human = (number(constant.values[species]) for species in (MOUSE, HUMAN))
    unit = "cells" if constant.unit == "cell" else shown_unit(constant.unit)
    text = mouse if mouse == human else words.CONSTANT.format(mouse=mouse, human=human)
    return f"{text} {unit}".rstrip()
