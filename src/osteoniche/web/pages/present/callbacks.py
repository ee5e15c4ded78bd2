"""The callbacks of Present: all steps at once, as soon as the page is seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from osteoniche.engine.result import Result
from osteoniche.figures import lecture as pictures
from osteoniche.figures.look import LINES
from osteoniche.figures.scene import MOVING, scene
from osteoniche.figures.stacked import PLOTS, WEEK, Plot
from osteoniche.lecture import Slide, slide, steps
from osteoniche.numerals import listed
from osteoniche.scenario.presets import OWN
from osteoniche.study import Run
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit import qr
from osteoniche.web.kit.browser import SCRIPT, theme_of
from osteoniche.web.kit.page import Services
from osteoniche.web.pages.present import ids, words
from osteoniche.web.pages.present.layout import PICTURE_VIEW, STEP

LINK_AT_MOST = 500
"""Characters of the page's own address; a longer one has no code."""


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "presentAt"),
        Output(ids.LINK, "data"),
        Input(kit_ids.seen(words.PATH), "data"),
        Input(kit_ids.PAGE, "data"),
        State(ids.RULES, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "presentSlides"),
        Output(ids.SLIDES, "clear_data"),
        Input(ids.SLIDES, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.SLIDES, "data"),
        Input(ids.LINK, "data"),
        Input(kit_ids.THEME, "data"),
        prevent_initial_call=True,
    )
    def compute(link: Any, theme: Any) -> list[dict[str, Any]]:
        if not isinstance(link, str) or len(link) > LINK_AT_MOST:
            raise PreventUpdate
        return slides(link, theme_of(theme), services.run)


def slides(link: str, theme: str, run: Run) -> list[dict[str, Any]]:
    """All that is shown of each step; `link` is the address of the page, where it is served."""
    computed = [slide(step, run) for step in steps()]
    spans = pictures.spans(one.runs for one in computed)
    told: set[str] = set()
    shown = []
    for place, one in enumerate(computed, 1):
        known = sum(key in told for key in one.runs)
        shown.append(
            {
                **_words(one),
                **_link(link, place),
                "known": known,
                "plots": _plots(one, theme, spans),
                "scene": scene(one.step.scenario, one.own, MOVING),
            }
        )
        told |= set(one.runs)
    return shown


def _words(one: Slide) -> dict[str, Any]:
    step = one.step
    return {
        "name": step.name,
        "heading": step.heading,
        "text": one.text,
        "question": one.question,
        "answers": list(step.question.answers) if step.question else [],
        "outcome": one.outcome,
        "query": step.address,
        "first": PICTURE_VIEW if step.pictured else step.plot,
        "plot": step.plot,
        "runs": len(one.runs),
        "days": step.scenario.days,
    }


def _link(link: str, place: int) -> dict[str, Any]:
    full = f"{link}?{STEP}={place}"
    return {"link": full, "code": qr.drawn(full)}


def _plots(one: Slide, theme: str, spans: Mapping[str, Any]) -> dict[str, Any]:
    """Each plot by its series: its figure, its name, and its numbers as rows."""
    names = {key: one.step.name if key == OWN else LINES[key].label for key in one.runs}
    told = listed([name.lower() for name in names.values()])
    return {
        plot.series: {
            "figure": pictures.figure(
                one.runs, names, plot, one.step.scenario, theme, spans[plot.series]
            ),
            "label": words.PLOT.format(plot=plot.name, runs=told),
            "caption": words.TABLE.format(plot=plot.name),
            "head": [words.DAY, *names.values()],
            "rows": _rows(one.runs, plot, one.step.scenario.days),
        }
        for plot in PLOTS
    }


def _rows(runs: Mapping[str, Result], plot: Plot, last: int) -> Sequence[Sequence[str]]:
    """The values of each run, week by week."""
    days = range(0, last + 1, WEEK)
    return [
        [str(day), *(pictures.value_of(one, plot, day) for one in runs.values())] for day in days
    ]
