"""Waiting for long work on the page: its bar and button, and what a look, start or stop does."""

from typing import Any

import dash_mantine_components as dmc
from dash import ctx, html

from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as Stage
from osteoniche.web.kit.dials import aria, data

RESTED, SETTLED = "600", "2000"
"""Milliseconds after which a text that no longer changes is spoken (see assets/shell/spoken.js).

The second is for what follows work under way: longer than it takes from one look to the next.
"""
WISH = 64
"""Characters that the name of a wish may have."""


def bar(component: str, status: str, label: str, **given: Any) -> html.Div:
    """A bar that fills, and the words of component `status` on how the work stands."""
    filled = dmc.Progress(id=component, value=0, **aria(label=label))
    said = html.Span(id=status, **data(spoken=SETTLED))
    return html.Div([filled, said], className="progress", **given)


def stop_button(component: str, text: str) -> dmc.Button:
    """The button that stops the work; idle until there is some."""
    return dmc.Button(text, id=component, size="xs", variant="default", disabled=True, n_clicks=0)


def wish(request: Any) -> str:
    """The name by which this wish of the page is told from others, or none."""
    name = request.get("wish") if isinstance(request, dict) else None
    return name if isinstance(name, str) and len(name) <= WISH else ""


def is_cause(component: str) -> bool:
    """Whether a component set off the present callback: a tick may come with the press of a button.

    So there may be several causes, and Dash names but one as the trigger.
    """
    return component in ctx.triggered_prop_ids.values()


def acted(jobs: Jobs, work: Work, request: Any, *, start: str, stop: str) -> Progress:
    """Have work started, stopped or looked at, by which component is the cause; how far it is then.

    A stop is for this wish, whatever others do. Work that is looked at goes on although its process
    ended or its record is gone.
    """
    if is_cause(start):
        return jobs.start(work, wish(request))
    if not is_cause(stop):
        return jobs.follow(work, wish(request))
    progress = jobs.known(work) or Progress(Stage.LOST, 0, work.chunks)
    if progress.state in (Stage.DONE, Stage.FAILED):
        return progress
    jobs.cancel(work, wish(request))
    return progress.stopped()


def share(progress: Progress) -> float:
    """Percent of the work that is done."""
    return 100 * progress.done / progress.total
