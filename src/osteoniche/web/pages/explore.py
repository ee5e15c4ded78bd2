"""The page: dials and numbers that all pages share, and what Explore shows of them."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.figures.details import DETAILS, Detail
from osteoniche.presets import OPENING, preset
from osteoniche.web import ids, words
from osteoniche.web.controls import (
    SECTIONS,
    Choice,
    bone_drugs,
    choice_data,
    choice_of,
    drugs_of,
    extra_of,
    field_range,
    label,
    routes,
    values_of,
)
from osteoniche.web.dials import aria, choices, choose, data, dial, field, scrolled
from osteoniche.web.glossary import explanation
from osteoniche.web.graphs import graph
from osteoniche.web.pages import equations, evidence, own, surface
from osteoniche.web.panels import EXPLANATION, OBSERVATIONS, VALUES, detail_legends, legend
from osteoniche.web.toolbar import rules, theme, tools, views


def layout(*, preparing: bool = False) -> html.Div:
    """The page as it opens: a mouse on chemotherapy, no antibody.

    `preparing` says that the model is being compiled, so that the first curve takes a while.
    """
    opening = preset(OPENING)
    choice, values = choice_of(opening), values_of(opening)
    return html.Div(
        className="page",
        children=[
            dcc.Location(id=ids.URL, refresh=False),
            dcc.Store(id=ids.CHOICE, data=choice_data(choice)),
            dcc.Store(id=ids.EXTRA, data=extra_of(opening)),
            dcc.Store(id=ids.REQUEST),
            dcc.Store(id=ids.ANSWER),
            dcc.Store(id=ids.THEME),
            dcc.Store(id=ids.AGAIN),
            dcc.Store(id=ids.SCREEN),
            dcc.Store(id=ids.ARRANGED),
            dcc.Store(id=ids.RESTED),
            dcc.Store(id=ids.TAKE),
            dcc.Store(id=ids.PAGE),
            dcc.Store(id=ids.VISIT),
            dcc.Store(id=ids.UNPIN),
            dcc.Store(id=ids.PINS, data=[]),
            dcc.Store(id=ids.RULES, data=rules()),
            dcc.Store(id=ids.UNFOLD),
            dcc.Store(id=ids.FILE),
            dcc.Download(id=ids.DOWNLOAD),
            html.Div(id=ids.BANNER, role="alert", className="banner"),
            html.Div(id=ids.SPOKEN, role="status", className="spoken"),
            _header(),
            html.Aside(_rail(choice, values), className="rail", **aria(label="Settings")),
            html.Main(_results(words.PREPARING if preparing else ""), className="results"),
        ],
    )


def _header() -> html.Header:
    return html.Header(
        className="masthead",
        children=[
            html.H1(words.TITLE),
            _ways(),
            html.P(words.SUBTITLE),
            html.Span(words.WORKING, className="working"),
            theme(),
            tools(),
        ],
    )


def _ways() -> html.Nav:
    """The ways to the pages; assets/pages.js takes the settings along."""
    links = [
        html.A(name, href=path or "./", **data(way=path)) for path, name in words.PAGES.items()
    ]
    return html.Nav(links, className="ways", **aria(label=words.WAYS))


def _rail(choice: Choice, values: dict[str, Any]) -> list[Any]:
    main = [_dial(name, choice, values) for name in words.MAIN_DIALS]
    return [
        html.Div([_chemotherapy(choice), *main], className="dials"),
        _also(),
        _presets(),
        dmc.Accordion(
            id=ids.FOLDS,
            multiple=True,
            value=[],
            variant="separated",
            chevronPosition="left",
            order=2,
            children=[
                _fold("subject", words.SUBJECT, _subject(choice, values)),
                _fold("bone", "Bone drug", _bone(choice, values)),
                *(_schedule(section, choice, values) for section in SECTIONS),
            ],
        ),
    ]


def _chemotherapy(choice: Choice) -> html.Div:
    """The choice of the drug that the first dial gives."""
    drugs = {name: label(name, choice.species) for name in drugs_of("chemotherapy")}
    picker = dmc.SegmentedControl(
        id=ids.control("chemotherapy.drug"),
        data=choices(drugs),
        value=choice.chemotherapy,
        fullWidth=True,
        size="xs",
    )
    return html.Div(picker, role="group", **aria(label="Chemotherapy drug"))


def _also() -> html.Div:
    """What an address or a file set that has no control, and the way to take it back."""
    back = dmc.Button(
        "Take back",
        id=ids.FORGET_EXTRA,
        size="compact-xs",
        variant="subtle",
        style={"display": "none"},
    )
    return html.Div([html.Span(id=ids.ALSO), back], className="also")


def _presets() -> html.Div:
    buttons = [
        dmc.Button(text, id=ids.preset(name), size="compact-xs", variant="default")
        for name, text in words.PRESETS.items()
    ]
    return html.Div(buttons, className="presets", role="group", **aria(label="Start again from"))


def _dial(name: str, choice: Choice, values: dict[str, Any]) -> html.Div:
    text, hint = words.DIALS[name]
    return dial(name, text, field_range(name, choice), values[name], hint)


def _fold(value: str, title: str, children: list[Any]) -> dmc.AccordionItem:
    return dmc.AccordionItem(
        [dmc.AccordionControl(title), dmc.AccordionPanel(html.Div(children, className="fold"))],
        value=value,
    )


def _subject(choice: Choice, values: dict[str, Any]) -> list[Any]:
    return [
        choose("species", "Species", words.SPECIES, choice.species),
        choose("host", words.HOST, words.HOSTS, values["host"]),
        choose("tumour", "Tumour", words.TUMOURS, values["tumour"]),
        field("days", words.HORIZON, field_range("days", choice), values["days"]),
    ]


def _bone(choice: Choice, values: dict[str, Any]) -> list[Any]:
    return [
        choose("bone.drug", "Drug", bone_drugs(choice.species), choice.bone),
        _dial("bone.dose", choice, values),
    ]


def _schedule(section: str, choice: Choice, values: dict[str, Any]) -> dmc.AccordionItem:
    def number(part: str) -> Any:
        name = f"{section}.{part}"
        text, empty = words.SCHEDULE[part]
        about = {"placeholder": empty}
        if part == "hours":  # of an infusion only; assets/typed.js follows the route
            about["disabled"] = values[f"{section}.route"] != "infusion"
        return field(name, text, field_range(name, choice), values[name], **about)

    name = f"{section}.route"
    route = choose(name, "Route", routes(section, choice), values[name])
    fields = [number("start"), number("every"), number("until"), route, number("hours")]
    return _fold(f"schedule-{section}", f"Schedule: {words.SECTIONS[section]}", fields)


def _results(first: str) -> list[Any]:
    return [_first_screen(first), html.Div(id=ids.POPUPS), _panels()]


def _first_screen(first: str) -> html.Div:
    sentence = html.P(first, id=ids.SENTENCE)
    headlines = scrolled(words.NUMBERS, id=ids.HEADLINES, className="headlines-box")
    children = [
        html.Div(id=ids.ADDRESS_NOTICE, role="alert"),
        html.Div(
            id=ids.DIFFERS,
            className="differs",
            role="group",
            tabIndex=-1,
            **aria(label="Differences"),
        ),
        html.Section(
            [scrolled(words.STORY, sentence, className="story"), headlines],
            className="strip",
            **data(on="explore"),
        ),
        html.P(words.CAVEAT, className="caveat"),
        html.Div(id=ids.NOTICE, role="alert"),
        html.Section(
            className="plots",
            children=[
                html.Div(
                    [scrolled(words.LEGEND, legend(), id=ids.LEGEND), views()],
                    className="plots-head",
                ),
                html.P(id=ids.BAND_NOTE, className="band-note"),
                _timecourse(),
            ],
            **data(on="explore"),
        ),
        surface.layout(),
        evidence.layout(),
        equations.layout(),
        own.layout(),
    ]
    return html.Div(children, className="first-screen")


def _panels() -> dmc.Accordion:
    """What stands folded below the plots."""
    values = html.Div(id=ids.TABLE, className="numbers")
    return dmc.Accordion(
        id=ids.PANELS,
        multiple=True,
        value=[],
        variant="separated",
        chevronPosition="left",
        order=2,
        className="panels",
        **data(on="explore"),
        children=[
            *(_panel(detail) for detail in DETAILS),
            _fold(EXPLANATION, "What the plots and words mean", explanation()),
            _fold(OBSERVATIONS, "Published observations", _observations()),
            _fold(VALUES, "Numbers", [values]),
        ],
    )


def _timecourse() -> html.Div:
    named = aria(label=words.PLOTS)
    return html.Div(
        graph(ids.TIMECOURSE), id=ids.PLOTS_BOX, className="timecourse", role="group", **named
    )


def _observations() -> list[Any]:
    """The published series that can be laid over the plots, and what to think of them."""
    return [
        html.P(words.DATA_LEAD),
        dmc.CheckboxGroup(id=ids.DATA, children=[], value=[], label=words.DATA_SERIES),
        html.Ul(id=ids.DATA_NOTES, className="notes"),
    ]


def _panel(detail: Detail) -> dmc.AccordionItem:
    component = ids.panel(detail.name)
    named = aria(label=f"{detail.title} over time")
    box = html.Div(graph(component), className="panel", role="group", **named)
    return _fold(detail.name, detail.title, [html.P(detail.text), *detail_legends(detail), box])
