"""What the part along one setting shows: what is asked, and what came of it."""

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.models import CELLS
from osteoniche.web.kit.dials import POPUP, data, scrolled, segmented
from osteoniche.web.kit.graphs import plot
from osteoniche.web.kit.waiting import SETTLED
from osteoniche.web.kit.work import controls
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.along.request import LONGEST


def layout() -> html.Section:
    """What is asked, and what came of it."""
    return html.Section(
        [
            html.H3(words.ALONG),
            html.P(words.ALONG_LEAD, className="quiet"),
            dcc.Store(id=ids.ALONG_OFFERED),
            html.Div([_setting(), _values(), _readout()], className="along-asked"),
            html.Div(id=ids.ALONG_PROBLEMS, role="alert"),
            *controls(ids.ALONG, words.ALONG_BAR, words.ALONG_START),
            _result(),
        ],
        className="along",
    )


def _setting() -> dmc.Select:
    return dmc.Select(
        id=ids.ALONG_SETTING,
        label=words.ALONG_SETTING,
        data=[],
        searchable=True,
        clearSearchOnFocus=True,
        allowDeselect=False,
        nothingFoundMessage=words.ALONG_NOTHING,
        maxDropdownHeight=320,
        checkIconPosition="right",
        size="xs",
        comboboxProps=POPUP,
    )


def _values() -> dmc.TextInput:
    return dmc.TextInput(
        id=ids.ALONG_VALUES,
        label=words.ALONG_VALUES,
        placeholder=words.ALONG_VALUES_HINT,
        value="",
        debounce=False,
        size="xs",
        inputProps={"maxLength": LONGEST},
    )


def _readout() -> html.Div:
    return segmented(ids.ALONG_READOUT, words.ALONG_READOUTS, CELLS, words.ALONG_READOUT)


def _result() -> html.Div:
    take = html.Button(words.ALONG_TAKE, id=ids.ALONG_TAKE, type="button", className="tool")
    return html.Div(
        [
            plot(ids.ALONG_MULTIPLES, words.ALONG_MULTIPLES),
            scrolled(words.ALONG_TABLE, id=ids.ALONG_TABLE, className="values-box"),
            html.P(id=ids.ALONG_STORY, className="quiet", **data(spoken=SETTLED)),
            html.H4(words.ALONG_AGAINST_TITLE),
            plot(ids.ALONG_AGAINST, words.ALONG_AGAINST),
            html.Div([take, dcc.Download(id=ids.ALONG_DOWNLOAD)], className="toolbar"),
        ],
        id=ids.ALONG_RESULT,
        hidden=True,
    )
