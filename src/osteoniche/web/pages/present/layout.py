"""What Present shows: a step with its plot, filled by the browser from what the server computed."""

from typing import Any

from dash import dcc, html

from osteoniche.figures.lecture import LENGTHS
from osteoniche.figures.look import INK
from osteoniche.figures.stacked import PLOTS
from osteoniche.lecture import Step, steps
from osteoniche.scenario import address
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.browser import LIGHT
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.kit.graphs import graph
from osteoniche.web.kit.places import EXPLORE
from osteoniche.web.kit.waiting import RESTED
from osteoniche.web.pages.present import ids, words

STEP = f"{address.VIEW}present"
"""The key of an address that names the step, from 1."""
PICTURE_VIEW = "picture"
"""What the living picture is called beside the read-outs that are plotted."""
LETTERS = "ABCD"
"""What an answer is pressed by."""


def layout() -> html.Section:
    """The whole page."""
    return html.Section(
        [
            dcc.Store(id=ids.LINK),
            dcc.Store(id=ids.SLIDES),
            dcc.Store(id=ids.RULES, data=rules()),
            html.H2(words.WAIT, id=ids.HEADING, **data(spoken=RESTED)),
            html.Div([_told(), _shown()], className="lecture-stage"),
            _foot(),
        ],
        id=ids.LECTURE,
        className="lecture",
        **aria(label=words.LECTURE),
        **data(phase="waiting"),
    )


def rules() -> dict[str, Any]:
    """What the scripts of the page keep to, and what they say."""
    return {
        "step": STEP,
        "steps": len(steps()),
        "path": words.PATH,
        "longest": address.LONGEST,
        "key": words.KEY,
        "letters": LETTERS,
        "views": list(views()),
        "picture": PICTURE_VIEW,
        "lengths": list(LENGTHS),
        "paper": vars(INK[LIGHT]),
        "say": {
            "yours": words.YOURS,
            "models": words.MODELS,
            "agrees": words.AGREES,
            "differs": words.DIFFERS,
            "unsaid": words.UNSAID,
            "caveat": kit_words.CAVEAT_LINE,
        },
    }


def views() -> dict[str, str]:
    """What can be shown of a step, in the order of its keys: plots, then the picture."""
    return {plot.series: plot.name for plot in PLOTS} | {PICTURE_VIEW: words.PICTURE}


def _told() -> html.Div:
    """The text of a step, or its question; and the link that telephones follow."""
    answers = [
        html.Button(
            [html.B(letter), html.Span(), html.Small()],
            type="button",
            className="answer-choice",
            **data(answer=str(place)) | aria(pressed="false"),
        )
        for place, letter in enumerate(LETTERS)
    ]
    code = html.Div(
        [
            html.Img(alt=words.CODE, className="code", hidden=True),
            html.P([html.B(words.FOLLOW), html.Span()]),
        ],
        id=ids.CODE,
    )
    return html.Div(
        [
            html.P(id=ids.TEXT, **data(spoken=RESTED)),
            html.Div(
                answers, id=ids.ANSWERS, hidden=True, role="group", **aria(label=words.ANSWERS)
            ),
            html.P(id=ids.VERDICT, className="spoken", **data(spoken=RESTED)),
            _button(words.REVEAL, ids.REVEAL, hidden=True),
            code,
        ],
        className="lecture-told",
    )


def _shown() -> html.Div:
    """The plot, which of them it is, and the same in numbers for those who do not see it.

    The living picture lies over it; Explore lends its own.
    """
    tabs = [
        html.Button(
            [html.B(str(place)), f" {name}"],
            type="button",
            className="lecture-tab",
            **data(view=view) | aria(pressed="false"),
        )
        for place, (view, name) in enumerate(views().items(), 1)
    ]
    box = html.Div(
        graph(ids.PLOT), id=ids.PLOT_BOX, className="lecture-plot", role="group",
        **aria(label=words.PLOTS), **data(day=words.DAY),
    )  # fmt: skip
    return html.Div(
        [
            html.Div(tabs, id=ids.PLOTS, role="group", **aria(label=words.PLOTS)),
            box,
            html.Div(id=ids.PICTURE, className="lecture-picture"),
            html.Div(id=ids.TABLE, className="spoken"),
        ],
        className="lecture-shown",
    )


def _foot() -> html.Div:
    """The steps, the ways between them, and what can be done with one."""
    ways = html.Nav(
        [_way(place, step) for place, step in enumerate(steps(), 1)],
        id=ids.STEPS,
        **aria(label=words.STEPS),
    )
    tools = [
        _button(words.FULL, ids.FULL, title=kit_words.KEY.format(key=words.FULL_KEY)),
        _button(words.SAVE, ids.SAVE, title=words.SAVE_KIND),
        _button(
            words.LEAVE,
            ids.LEAVE,
            title=kit_words.KEY.format(key=words.LEAVE_KEY),
            **data(leads=EXPLORE),
        ),
    ]
    return html.Div(
        [
            html.Div(
                [_button(words.BACK, ids.BACK), ways, _button(words.NEXT, ids.NEXT)],
                className="lecture-ways",
            ),
            html.Div(tools, className="lecture-tools"),
        ],
        className="lecture-foot",
    )


def _way(place: int, step: Step) -> html.A:
    """The way to a step, by its address."""
    return html.A(
        [html.B(str(place)), html.Span(step.name)],
        href=f"{words.PATH}?{STEP}={place}",
        className="lecture-step",
        **data(step=str(place)),
    )


def _button(text: str, component: str, **given: Any) -> html.Button:
    return html.Button(text, id=component, type="button", className="tool lecture-tool", **given)
