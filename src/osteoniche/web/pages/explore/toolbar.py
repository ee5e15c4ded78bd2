"""Tools: keep a run, take it away, share it; and how the plots show what they show."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.figures.look import LINES, PIN_PREFIX
from osteoniche.figures.stacked import PLOTS
from osteoniche.scenario.presets import ARMS
from osteoniche.web.kit import ids, typed
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.browser import BEGINNING
from osteoniche.web.kit.dials import FLOATING, POPUP, aria, choices, data
from osteoniche.web.pages.explore import pictures, words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.explore.files import CONTENTS_AT_MOST, READ_AT_MOST
from osteoniche.web.pages.explore.pins import NAME_AT_MOST, PINS_AT_MOST, TAKEN

FILES = {
    "csv": ids.TAKE_CSV,
    "picture": ids.TAKE_PICTURE,
    "json": ids.TAKE_JSON,
    "sbml": ids.TAKE_SBML,
}
"""The item of the menu for each kind of file."""
OPENER: Any = {"component": "button", "type": "button", "className": "tool"}
"""What opens a form or a menu is itself the button, so that its state is told with its name."""


def arms() -> list[dict[str, str]]:
    """The reference arms as options of what runs can be shown against."""
    return choices({arm: LINES[arm].label for arm in ARMS})


def rules() -> dict[str, Any]:
    """What the browser's half of the page keeps to, and what it says."""
    return {
        "pins": PINS_AT_MOST,
        "arms": arms(),
        "pictures": pictures.rules(),
        "pin": PIN_PREFIX,
        "taken": list(TAKEN),
        "begin": BEGINNING,
        "contents": CONTENTS_AT_MOST,
        "reads": READ_AT_MOST,
        "number": typed.PATTERN,
        "thousands": typed.THOUSANDS,
        "say": {
            "kept": words.PIN_KEPT,
            "unopened": words.UNOPENED,
            "noName": words.PIN_NO_NAME,
            "sameName": words.PIN_SAME_NAME,
            "tooMany": words.PIN_TOO_MANY.format(most=PINS_AT_MOST),
            "noRun": words.PIN_NO_RUN,
            "sameRun": words.PIN_SAME_RUN,
            "noNumber": words.NO_NUMBER,
            "ranges": words.RANGES_COMING,
        },
    }


def tools() -> html.Div:
    """What can be done with the run that is shown."""
    kept = html.P(id=ids.KEPT, role="status", className="kept")
    return html.Div(
        [_pin(), kept, _share(), _upload(), _qr(), pictures.dialog()], className="toolbar"
    )


def views() -> html.Div:
    """How the plots show it."""
    more = html.Details(
        [
            html.Summary(kit_words.MORE, className="tool"),
            html.Div([_side(), _minus(), _listen()], className="more-views"),
        ],
        className="more",
    )
    return html.Div([_band(), _scale(), more], className="toolbar")


def _band() -> dmc.Switch:
    """The switch that says of numbers and of the visitor's curves how sure they are."""
    return dmc.Switch(id=ids.BAND, label=words.BAND, checked=True, size="xs")


def _side() -> dmc.Switch:
    """The switch that takes the runs apart: small plots side by side."""
    return dmc.Switch(id=ids.SIDE, label=words.SIDE, checked=False, size="xs")


def _minus() -> dmc.Select:
    """The run that all others are shown against."""
    return dmc.Select(
        id=ids.MINUS,
        data=arms(),
        placeholder=words.MINUS_NONE,
        clearable=True,
        size="xs",
        className="minus",
        comboboxProps=POPUP,
        attributes={"input": aria(label=words.MINUS)},
    )


def _listen() -> html.Div:
    """A button for each plot, which plays it as a tone (assets/pages/explore/listen.js)."""
    buttons = [
        html.Button(
            plot.name,
            type="button",
            className="tool",
            **data(listen=plot.yaxis, against=LINES["untreated"].label),
            **aria(label=explore_words.LISTEN_TO.format(plot=plot.name), pressed="false"),
        )
        for plot in PLOTS
    ]
    named = aria(label=explore_words.LISTEN)
    return html.Div(
        [
            html.Span(explore_words.LISTEN, className="listen-name"),
            html.Div(buttons, className="toolbar"),
            html.P(explore_words.LISTEN_SAYS),
        ],
        className="listen",
        role="group",
        **named,
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
                description=words.PIN_LENGTH.format(most=NAME_AT_MOST),
                placeholder=words.PIN_EXAMPLE,
                inputProps={"maxLength": NAME_AT_MOST},
                debounce=True,  # Enter brings the whole name with it, however fast it was typed
                size="xs",
            ),
            dmc.Button(words.PIN, id=ids.PIN, size="xs"),
        ],
    )
    return dmc.Popover(
        [dmc.PopoverTarget(words.PIN, boxWrapperProps=OPENER), dmc.PopoverDropdown(form)],
        position="bottom-end",
        trapFocus=True,
        returnFocus=True,
        keepMounted=True,  # a form that is made anew counts its Enters anew, and one goes unheard
        withinPortal=False,
        **FLOATING,
    )


def _share() -> dmc.Menu:
    """All that leaves the page: the link, files to take away; and the way to open one."""
    # The link is copied while the menu stays: its item says so.
    link = dmc.MenuItem(words.LINK, id=ids.COPY, closeMenuOnClick=False)
    items: list[Any] = [
        dmc.MenuItem(text, id=FILES[kind], n_clicks=0) for kind, text in kit_words.TAKE.items()
    ]
    opening = dmc.MenuItem(words.OPEN_FILE, id=ids.OPEN_FILE)
    code = dmc.MenuItem(kit_words.QR, id=ids.QR, n_clicks=0)
    return dmc.Menu(
        [
            dmc.MenuTarget(kit_words.SAVE, boxWrapperProps=OPENER),
            dmc.MenuDropdown([link, code, dmc.MenuDivider(), *items, dmc.MenuDivider(), opening]),
        ],
        position="bottom-end",
        withinPortal=False,
        **FLOATING,
    )


def _qr() -> dmc.Modal:
    """The link as a code that telephones read, over the page."""
    return dmc.Modal(
        html.Div(id=ids.QR_CODE, className="qr"),
        id=ids.QR_DIALOG,
        title=words.QR_TITLE,
        closeButtonProps=aria(label=kit_words.CLOSE),
        centered=True,
    )


def _upload() -> html.Div:
    """What opens a file; a menu can not hold it, so an item of the menu presses it (keyboard.js).

    It takes any file, for what it does not take it leaves without a word.
    """
    return html.Div(dcc.Upload(id=ids.UPLOAD), hidden=True)


def theme() -> html.Div:
    """The choice between light, dark and what the system wants; the browser remembers it."""
    control = dmc.SegmentedControl(
        id=ids.THEME_CHOICE, data=choices(kit_words.THEMES), value="auto", size="xs"
    )
    return html.Div(control, className="theme", role="group", **aria(label=kit_words.THEME))
