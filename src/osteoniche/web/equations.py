"""The equations as the page shows them: chapters, each line with what its symbols mean."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate
from markupsafe import Markup

from osteoniche.equations import Chapter, Equation, Role, chapters, symbols, typeset, uses
from osteoniche.narrative.evidence import number
from osteoniche.quantity import HUMAN, MOUSE, Drug, Param, shown_unit
from osteoniche.system import default_system, identifier
from osteoniche.web import equations_words as said
from osteoniche.web import ids, words
from osteoniche.web.dials import aria, data, scrolled
from osteoniche.web.markup import markup
from osteoniche.web.wiring import SCRIPT


def register(app: Dash) -> None:
    """Add the page's callbacks: asked for at its first sight, and written once."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "wantEquations"),
        Output(ids.EQUATIONS_WANTED, "data"),
        Input(ids.PAGE, "data"),
        State(ids.EQUATIONS_TEXTS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "writeTexts"),
        Output(ids.EQUATIONS_TEXTS, "clear_data"),
        Input(ids.EQUATIONS_TEXTS, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.EQUATIONS_TEXTS, "data"),
        Input(ids.EQUATIONS_WANTED, "data"),
        prevent_initial_call=True,
    )
    def write(wanted: Any) -> dict[str, str]:
        if not wanted:
            raise PreventUpdate
        return {ids.EQUATIONS_BODY: markup(body())}


def place(equation: Equation) -> str:
    """The id of an equation on the page; it is no component, but written out."""
    return "equation-" + equation.name


def constant_place(symbol: str) -> str:
    """The id of a constant's row in the table of all constants."""
    return "constant-" + symbol


def ways(symbol: str) -> list[html.A]:
    """The ways to the equations in which a constant stands."""
    found = uses().get(symbol, [])
    return [_way(_named(one), words.EQUATIONS, place(one)) for one in found]


def _named(one: Equation) -> str:
    return said.ON_DAY_0.format(meaning=one.meaning) if one.role is Role.START else one.meaning


def body() -> list[Any]:
    """All chapters, and the ways to them."""
    titles = {_anchor(chapter): _title(chapter) for chapter in chapters()}
    links = [html.A(title, href=f"#{anchor}", className="jump") for anchor, title in titles.items()]
    return [
        html.P([f"{said.WAYS}: ", *links], className="jumps"),
        *(_chapter(chapter) for chapter in chapters()),
    ]


def _anchor(chapter: Chapter) -> str:
    return f"equations-{identifier(chapter.drug.name) if chapter.drug else chapter.role}"


def _title(chapter: Chapter) -> str:
    return chapter.drug.label if chapter.drug else said.TITLES[chapter.role or Role.RATE]


def _chapter(chapter: Chapter) -> html.Section:
    lead = _drug_lead(chapter.drug) if chapter.drug else said.LEADS[chapter.role or Role.RATE]
    return html.Section(
        [
            html.H3(_title(chapter)),
            html.P(lead, className="quiet"),
            *(_equation(one) for one in chapter.equations),
        ],
        id=_anchor(chapter),
        tabIndex=-1,
        **aria(label=_title(chapter)),
    )


def _drug_lead(drug: Drug) -> str:
    states = {state.name: state.meaning for state in drug.states}
    entered = [
        said.ENTERS.format(how=words.ROUTES[route], state=states[state])
        for route, state in drug.entry.items()
    ]
    return f"{drug.summary} {said.ENTRY.format(ways='; '.join(entered))}"


def _equation(one: Equation) -> html.Article:
    formula = Markup(" ".join(typeset.pieces(one)))
    unit = shown_unit(one.unit)
    heading: list[Any] = [one.meaning, html.Span(f" ({unit})" if unit else "", className="quiet")]
    known = [part for name in one.used for part in _symbol(name, one.role)]
    return html.Article(
        [
            html.H4(heading),
            scrolled(said.FORMULA.format(meaning=one.meaning), formula, className="formula"),
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
        told = [_way(symbol.meaning, words.EVIDENCE, constant_place(name)), value, html.Code(name)]
    elif role is Role.START:
        begun = said.ON_DAY_0.format(meaning=symbol.meaning)
        told = [_way(begun, words.EQUATIONS, f"equation-{Role.START}-{name}")]
    elif symbol.home:
        told = [_way(symbol.meaning, words.EQUATIONS, "equation-" + symbol.home)]
    else:
        told = [symbol.meaning]
    return [html.Dt(Markup(typeset.inline(symbol.latex))), html.Dd(told)]


def _value(constant: Param) -> str:
    """A constant's default: one number where both species have the same."""
    mouse, human = (number(constant.values[species]) for species in (MOUSE, HUMAN))
    unit = "cells" if constant.unit == "cell" else shown_unit(constant.unit)
    text = mouse if mouse == human else said.CONSTANT.format(mouse=mouse, human=human)
    return f"{text} {unit}".rstrip()


def _way(text: str, page: str, target: str) -> html.A:
    """A link to a place on a page; assets/places.js follows it without opening the page anew."""
    return html.A(text, href=f"{page}#{target}", className="way", **data(leads=page, focus=target))
