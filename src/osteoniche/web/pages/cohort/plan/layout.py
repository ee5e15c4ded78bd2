"""What the part that plans one experiment shows."""

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.analysis.cohort.plan import READINGS
from osteoniche.figures.look import LINES
from osteoniche.narrative.plan import NAMES
from osteoniche.scenario.presets import ARMS, OWN
from osteoniche.web.kit.dials import POPUP, data, scrolled
from osteoniche.web.kit.waiting import SETTLED
from osteoniche.web.kit.work import controls
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.plan.request import TYPED

USUAL = {"first": "chemotherapy", "second": "combination", "reading": "light"}
"""What is chosen at first."""


def layout() -> html.Section:
    """What is asked, and what came of it."""
    arms = {name: LINES[name].label for name in (OWN, *ARMS)}
    readings = {name: NAMES[name] for name in READINGS}
    return html.Section(
        [
            html.H3(words.PLAN),
            html.P(words.PLAN_LEAD, className="quiet"),
            html.Div(
                [
                    _choice("second", arms),
                    _choice("first", arms),
                    _choice("reading", readings),
                    *(_typed(name) for name in TYPED),
                ],
                className="cohort-form",
            ),
            html.Div(id=ids.PLAN_PROBLEMS, role="alert"),
            *controls(ids.PLAN, words.PLAN_BAR, words.PLAN_START),
            _result(),
        ],
        className="plan",
    )


def _choice(name: str, options: dict[str, str]) -> dmc.Select:
    return dmc.Select(
        id=ids.plan(name),
        label=words.PLAN_FIELDS[name],
        data=[{"value": value, "label": label} for value, label in options.items()],
        value=USUAL[name],
        allowDeselect=False,
        size="xs",
        comboboxProps=POPUP,
    )


def _typed(name: str) -> dmc.TextInput:
    label, hint = words.PLAN_FIELDS[name], words.PLAN_HINTS[name]
    return dmc.TextInput(id=ids.plan(name), label=label, placeholder=hint, value="", size="xs")


def _result() -> html.Div:
    take = html.Button(words.PLAN_TAKE, id=ids.PLAN_TAKE, type="button", className="tool")
    return html.Div(
        [
            html.P(id=ids.PLAN_STORY, **data(spoken=SETTLED)),
            scrolled(words.PLAN, id=ids.PLAN_TABLE, className="values-box"),
            html.Div([take, dcc.Download(id=ids.PLAN_DOWNLOAD)], className="toolbar"),
        ],
        id=ids.PLAN_RESULT,
        hidden=True,
    )
