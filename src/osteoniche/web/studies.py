"""The experiments as the evidence page shows them: one table of all, and a panel for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from osteoniche.calibration.parameter_set import Calibrated
from osteoniche.calibration.scores import Badge, How, Point, Score
from osteoniche.calibration.terms import Experiment
from osteoniche.figures import evidence as pictures
from osteoniche.narrative import evidence as telling
from osteoniche.reproduced import Reproduced, is_course, scored
from osteoniche.web import words
from osteoniche.web.dials import aria, scrolled
from osteoniche.web.panels import NOTHING, swatch, table

SIGNS = {Badge.REPRODUCED: "✓", Badge.WITHIN_TWO: "≈", Badge.NOT: "✗"}
"""The shape in front of each badge; the style sheet adds colour and outline."""
CLASSES = {Badge.REPRODUCED: "met", Badge.WITHIN_TWO: "near", Badge.NOT: "missed"}


def place(experiment: str) -> str:
    """The id of an experiment's panel; it is no component, but written out."""
    return "study-" + experiment


def plot(experiment: str) -> str:
    """The id of its plot."""
    return "study-plot-" + experiment


def badge(score: Score) -> html.Span:
    """An experiment in one word: a sign, the word, and a colour and outline."""
    sign = html.Span(SIGNS[score.badge], **aria(hidden="true"))
    return html.Span([sign, " ", score.badge.value], className=f"badge {CLASSES[score.badge]}")


def summary(shown: Reproduced) -> list[Any]:
    """The line on how many are reproduced, and the table of all."""
    line = telling.summary(shown.fitted.values(), shown.left_out.values())
    rows = [_summed(experiment, shown) for experiment in scored()]
    every = table(words.EVIDENCE_HEADINGS, rows)
    return [
        html.P(html.Strong(line)),
        scrolled(words.EVIDENCE_SUMMARY, every, className="values-box"),
    ]


def _summed(experiment: Experiment, shown: Reproduced) -> html.Tr:
    link = html.A(experiment.label, href=f"#{place(experiment.name)}")
    cells: list[Any] = [html.Th(link, scope="row")]
    fitted, unseen = shown.fitted[experiment.name], shown.left_out.get(experiment.name)
    cells += [
        html.Td(str(len(fitted.points))),
        html.Td(badge(fitted)),
        html.Td(telling.times(fitted.last_factor)),
    ]
    if unseen is None:
        return html.Tr([*cells, *(html.Td(NOTHING) for _ in range(3))])
    cells += [
        html.Td(badge(unseen)),
        html.Td(str(len(unseen.points))),
        html.Td(telling.times(unseen.last_factor)),
    ]
    return html.Tr(cells)


def panels(shown: Reproduced, made: Calibrated, screen: str) -> list[html.Article]:
    """A panel for each experiment; assets/evidence.js draws the plots."""
    return [_panel(experiment, shown, made, screen) for experiment in scored()]


def scores_of(experiment: Experiment, shown: Reproduced) -> dict[How, Score]:
    """How an experiment is met, fitted and left out."""
    every = {How.FITTED: shown.fitted, How.LEFT_OUT: shown.left_out}
    return {
        how: scores[experiment.name] for how, scores in every.items() if experiment.name in scores
    }


def figures(shown: Reproduced, theme: str, screen: str) -> dict[str, dict[str, Any]]:
    """The picture of each experiment, by the place where it is drawn."""
    return {
        plot(experiment.name): pictures.figure(
            experiment,
            scores_of(experiment, shown),
            shown.courses_of(experiment.name),
            {term.name: telling.called(term) for term in experiment.terms},
            {
                term.name: telling.bounds(term.rows[0])
                for term in experiment.terms
                if term.rows and is_course(term)
            },
            theme,
            screen,
        )
        for experiment in scored()
    }


def _panel(
    experiment: Experiment, shown: Reproduced, made: Calibrated, screen: str
) -> html.Article:
    found = scores_of(experiment, shown)
    badges = [
        html.Li([html.Strong(f"{how.value.capitalize()}: "), badge(score)])
        for how, score in found.items()
    ]
    said = html.Ul([html.Li(telling.told(score)) for score in found.values()], className="said")
    return html.Article(
        [
            html.H4(experiment.label),
            html.Ul(badges, className="badges"),
            said,
            *_legends(experiment),
            _plot(experiment, screen),
            _about(experiment, made),
            _numbers(experiment, found),
        ],
        id=place(experiment.name),
        className="study",
        tabIndex=-1,
        **aria(label=experiment.label),
    )


def _legends(experiment: Experiment) -> list[Any]:
    """What colours and shapes stand for."""
    looks = pictures.looks(experiment)
    items = [html.Li([swatch(look), name]) for name, look in looks.items()]
    kinds = {row.kind in pictures.TITLES for row in pictures.rows(experiment)}
    told = [words.EVIDENCE_LINES] * (True in kinds) + [words.EVIDENCE_DOTS] * (False in kinds)
    legend = [html.Ul(items, className="legend")] if items else []
    return [*legend, *(html.P(f"{text[0].upper()}{text[1:]}.", className="key") for text in told)]


def _plot(experiment: Experiment, screen: str) -> html.Div:
    """Where the picture will be."""
    style = {"height": f"{pictures.height(experiment, screen):.0f}px"}
    empty = html.Div(id=plot(experiment.name), style=style)
    named = f"{experiment.label}: published and computed; the sentences and the table say the same"
    return html.Div(empty, className="study-plot", role="group", **aria(label=named))


def _about(experiment: Experiment, made: Calibrated) -> html.Dl:
    """Where it comes from, what was assumed and what was kept apart."""
    entries: dict[str, Sequence[str]] = {
        "Source": telling.sources(experiment),
        "Rows": [f"{telling.rows(experiment)}."],
        "Assumed": experiment.assumed,
        "Its own": [text for text in [telling.kept(made.own(experiment.name))] if text],
        "Held": experiment.held,
    }
    pairs = [
        part
        for term, texts in entries.items()
        if texts
        for part in (html.Dt(term), html.Dd([html.P(text) for text in texts]))
    ]
    return html.Dl(pairs, className="glossary about")


def _numbers(experiment: Experiment, found: Mapping[How, Score]) -> html.Details:
    known = {how: {point.name: point for point in score.points} for how, score in found.items()}
    rows = []
    for term in experiment.terms:
        fitted, unseen = (known.get(how, {}).get(term.name) for how in How)
        if fitted is None:
            continue
        cells = [telling.called(term), telling.unit_of(term), telling.published(fitted)]
        cells += [_told(fitted), _told(unseen) if unseen else words.EVIDENCE_TOLD_BY]
        rows.append(html.Tr([html.Th(term.name, scope="row"), *(html.Td(text) for text in cells)]))
    points = table(words.EVIDENCE_POINTS, rows, "values points")
    box = scrolled(f"Numbers: {experiment.label}", points, className="values-box")
    return html.Details([html.Summary("Numbers"), box])


def _told(point: Point) -> str:
    return f"{telling.predicted(point)}{'' if point.met else ', not met'}"
