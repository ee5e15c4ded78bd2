"""Tools: keep a run, take it away, share it; and how the plots show what they show."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.figures.look import LINES
from osteoniche.presets import ARMS
from osteoniche.web import ids, words
from osteoniche.web.asked import PIN_PREFIX
from osteoniche.web.dials import aria, choices, data
from osteoniche.web.pins import NAME_AT_MOST, PINS_AT_MOST, TAKEN
from osteoniche.web.taking import CONTENTS_AT_MOST, FILE_AT_MOST


def arms() -> list[dict[str, str]]:
    """The reference arms as options of what runs can be shown against."""
    return choices({arm: LINES[arm].label for arm in ARMS})


def rules() -> dict[str, Any]:
    """What the browser's half of the tools keeps to, and what it says where that fails."""
    return {
        "pins": PINS_AT_MOST,
        "arms": arms(),
        "pin": PIN_PREFIX,
        "taken": list(TAKEN),
        "contents": CONTENTS_AT_MOST,
        "say": {
            "noName": words.PIN_NO_NAME,
            "sameName": words.PIN_SAME_NAME,
            "tooMany": words.PIN_TOO_MANY.format(most=PINS_AT_MOST),
            "noRun": words.PIN_NO_RUN,
            "tooLarge": words.FILE_TOO_LARGE.format(most=FILE_AT_MOST // 1000),
        },
    }


def tools() -> html.Div:
    """What can be done with the run that is shown."""
    return html.Div([_pin(), _take(), _link()], className="toolbar")


def views() -> html.Div:
    """How the plots show it."""
    return html.Div([_minus(), _scale()], className="toolbar")


def _minus() -> dmc.Select:
    """The run that all others are shown against."""
    return dmc.Select(
        id=ids.MINUS,
        data=arms(),
        placeholder=words.MINUS_NONE,
        clearable=True,
        size="xs",
        className="minus",
        attributes={"input": aria(label=words.MINUS)},
    )


def _scale() -> html.Div:
    """The switch between a logarithmic and a linear tumour axis."""
    switch = dmc.SegmentedControl(id=ids.SCALE, data=choices(words.SCALES), value="log", size="xs")
    return html.Div(switch, role="group", **aria(label=words.SCALE))


def _pin() -> dmc.Popover:
    """A name, and the button that keeps the run under it."""
    form = html.Div(
        className="pin-form",
        children=[
            dmc.TextInput(
                id=ids.PIN_NAME,
                label=words.PIN_LABEL,
                placeholder=words.PIN_EXAMPLE,
                inputProps={"maxLength": NAME_AT_MOST},
                size="xs",
            ),
            dmc.Button(words.PIN, id=ids.PIN, size="xs"),
        ],
    )
    opener = dmc.Button(words.PIN, size="compact-sm", variant="default")
    return dmc.Popover(
        [dmc.PopoverTarget(opener), dmc.PopoverDropdown(form)],
        position="bottom-end",
        trapFocus=True,
        withinPortal=False,
    )


def _take() -> dmc.Menu:
    """Files to take away, and the way to open one."""
    items: list[Any] = [
        dmc.MenuItem(text, id=f"take-{kind}", n_clicks=0) for kind, text in words.TAKE.items()
    ]
    opener = dmc.Button(words.SAVE, size="compact-sm", variant="default")
    upload = dcc.Upload(
        html.Button(words.OPEN_FILE, className="plain upload", **data(upload="yes")),
        id=ids.UPLOAD,  # takes any file, for what it does not take it leaves without a word
    )
    return dmc.Menu(
        [dmc.MenuTarget(opener), dmc.MenuDropdown([*items, dmc.MenuDivider(), upload])],
        position="bottom-end",
        keepMounted=True,
    )


def _link() -> dmc.Button:
    """The address of what is shown, to the clipboard."""
    return dmc.Button(words.LINK, id=ids.COPY, size="compact-sm", variant="default")
