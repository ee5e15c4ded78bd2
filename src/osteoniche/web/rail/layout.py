"""The settings as they stand beside the pages: dials, presets, and what is folded below them."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.figures.look import LINES
from osteoniche.roles import ROLES, Route
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import (
    aria,
    choices,
    choose,
    choose_freely,
    dial,
    field,
    summed,
    written,
)
from osteoniche.web.kit.tables import swatch
from osteoniche.web.rail.choice import SECTIONS, Choice, drug_labels, regimens_of, routes
from osteoniche.web.rail.controls import field_range


def layout(choice: Choice, values: dict[str, Any]) -> html.Aside:
    """All settings, at the values of a scenario."""
    children = [
        _presets(),
        html.Div(_in_view(choice, values), className="dials"),
        _also(),
        dmc.Accordion(
            id=ids.FOLDS,
            multiple=True,
            value=[],
            variant="separated",
            chevronPosition="left",
            order=2,
            children=[
                summed("subject", words.SUBJECT, _subject(choice, values)),
                *(
                    summed(section, words.SECTIONS[section], _folded(section, choice, values))
                    for section in words.FOLDED
                ),
                *(_schedule(section, choice, values) for section in SECTIONS),
            ],
        ),
    ]
    return html.Aside([*children, _differences()], className="rail", **aria(label="Settings"))


def _differences() -> html.Div:
    """What of the settings differs from the usual ones."""
    return html.Div(
        id=ids.DIFFERS, className="differs", role="group", tabIndex=-1, **aria(label="Differences")
    )


def _in_view(choice: Choice, values: dict[str, Any]) -> list[html.Div]:
    """The dials that are always there, with the choice of the drug above those of drugs."""
    shown = []
    for section in words.IN_VIEW:
        shown += [_picker(section, choice), _dial(f"{section}.dose", choice, values)]
    return [*shown, _dial("induction", choice, values)]


def _picker(section: str, choice: Choice) -> html.Div:
    """The choice of the drug that a dial gives; hidden while there is one."""
    drugs = drug_labels(section, choice.species)
    picker = dmc.SegmentedControl(
        id=ids.control(f"{section}.drug"),
        data=choices(drugs),
        value=choice.drugs[section],
        fullWidth=True,
        size="xs",
    )
    named = aria(label=f"{ROLES[SECTIONS[section]].label} drug")
    return html.Div(picker, role="group", hidden=len(drugs) < 2, **named)


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
        html.Button(
            [swatch(LINES[name]) if name in LINES else None, text],
            id=ids.preset(name),
            type="button",
            className=f"arm arm-{name}",
        )
        for name, text in sorted(words.PRESETS.items(), key=lambda named: named[0] not in LINES)
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


def _folded(section: str, choice: Choice, values: dict[str, Any]) -> list[Any]:
    """The choice of a drug that is none at first, and its dial."""
    drugs = drug_labels(section, choice.species)
    return [
        choose(f"{section}.drug", "Drug", drugs, choice.drugs[section]),
        _dial(f"{section}.dose", choice, values),
    ]


def _schedule(section: str, choice: Choice, values: dict[str, Any]) -> dmc.AccordionItem:
    def number(part: str) -> Any:
        name = f"{section}.{part}"
        text, empty = words.SCHEDULE[part]
        about = {"placeholder": empty}
        if part == "hours":  # of an infusion only; assets/rail/typed.js follows the route
            about["disabled"] = values[f"{section}.route"] != Route.INFUSION
        return field(name, text, field_range(name, choice), values[name], **about)

    name = f"{section}.route"
    route = choose(name, "Route", routes(section, choice), values[name])
    regimen = choose_freely(f"{section}.regimen", words.REGIMEN, regimens_of(section, choice))
    numbers = [number(part) for part in ("start", "every", "doses", "again", "until")]
    later = written(f"{section}.later", *words.LATER, values[f"{section}.later"])
    fields = [regimen, *numbers, route, number("hours"), later]
    return summed(f"schedule-{section}", f"Schedule: {words.SECTIONS[section]}", fields)
