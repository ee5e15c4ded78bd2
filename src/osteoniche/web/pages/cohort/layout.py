"""What the page of cohorts shows: bands, each subject, time to progression, and tables."""

from dash import dcc, html

from osteoniche.scenario import address
from osteoniche.web.kit.dials import data, scrolled
from osteoniche.web.kit.graphs import plot
from osteoniche.web.kit.sheet import sheet
from osteoniche.web.kit.waiting import SETTLED
from osteoniche.web.kit.work import controls
from osteoniche.web.pages.cohort import along, ids, plan, words


def layout() -> html.Section:
    """The page's own part, below what all pages share."""
    return sheet(
        words.NAME,
        words.LEAD,
        dcc.Store(id=ids.REQUEST),
        dcc.Store(id=ids.SETTINGS),
        dcc.Store(id=ids.TEXTS),
        dcc.Store(id=ids.FORM_OF),
        dcc.Store(id=ids.VIEW, data={"key": f"{address.VIEW}cohort", "longest": address.LONGEST}),
        html.P(id=ids.LINE, className="cohort-line", **data(spoken=SETTLED)),
        html.P(id=ids.ANIMALS),
        html.Div(id=ids.NOTE, role="status"),
        html.Div(controls(ids.WORK, words.BAR), id=ids.LONG, hidden=True),
        _table(words.ARMS, ids.ARMS),
        html.P(words.WAIT, className="cohort-wait"),
        plot(ids.BANDS, words.BANDS),
        html.Div(id=ids.FORM, className="cohort-form"),
        html.P(id=ids.STORY, className="quiet", **data(spoken=SETTLED)),
        html.H3(words.WATERFALL_TITLE),
        plot(ids.WATERFALL, words.WATERFALL),
        html.H3(words.SURVIVAL_TITLE),
        plot(ids.SURVIVAL, words.SURVIVAL),
        _table(words.AT_RISK, ids.AT_RISK),
        along.layout(),
        html.H3(words.NEXT),
        html.P(id=ids.NEXT_LEAD, className="quiet"),
        _table(words.NEXT, ids.NEXT),
        plan.layout(),
        html.H3(words.DIFFERS),
        html.P(words.DIFFERS_LEAD, className="quiet"),
        _table(words.DIFFERS, ids.DIFFERS),
        _taking(),
        kind="cohort",
    )


def _table(label: str, component: str) -> html.Div:
    return scrolled(label, id=component, className="values-box")


def _taking() -> html.Div:
    """What can be taken away; the menu of the page's head leads here too."""
    picture = html.Button(
        words.PICTURE, id=ids.PICTURE, type="button", className="tool", **data(takes="picture")
    )
    numbers = html.Button(
        words.TABLE, id=ids.TAKE, type="button", className="tool", **data(takes="table")
    )
    return html.Div([picture, numbers, dcc.Download(id=ids.DOWNLOAD)], className="toolbar")
