"""The settings as they stand beside the pages: dials, presets, and what is folded below them."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import aria, choices, choose, dial, field, fold
from osteoniche.web.rail.controls import (
    SECTIONS,
    Choice,
    bone_drugs,
    drugs_of,
    field_range,
    label,
    routes,
)


def layout(choice: Choice, values: dict[str, Any]) -> html.Aside:
    """All settings, at the values of a scenario."""
    main = [_dial(name, choice, values) for name in words.MAIN_DIALS]
    children = [
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
                fold("subject", words.SUBJECT, _subject(choice, values)),
                fold("bone", "Bone drug", _bone(choice, values)),
                *(_schedule(section, choice, values) for section in SECTIONS),
            ],
        ),
    ]
    return html.Aside(children, className="rail", **aria(label="Settings"))


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
        if part == "hours":  # of an infusion only; assets/rail/typed.js follows the route
            about["disabled"] = values[f"{section}.route"] != "infusion"
        return field(name, text, field_range(name, choice), values[name], **about)

    name = f"{section}.route"
    route = choose(name, "Route", routes(section, choice), values[name])
    fields = [number("start"), number("every"), number("until"), route, number("hours")]
    return fold(f"schedule-{section}", f"Schedule: {words.SECTIONS[section]}", fields)
