"""The experiments as the evidence page shows them: one table of all, and a panel for each."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from dash import html

from osteoniche.analysis.reproduced import Reproduced, is_course, scored
from osteoniche.calibration.agreement import agreement, measured
from osteoniche.calibration.parameter_set import Calibrated
from osteoniche.calibration.scores import Badge, How, Point, Score
from osteoniche.calibration.terms import Experiment
from osteoniche.figures import agreement as overall
from osteoniche.figures import evidence as pictures
from osteoniche.figures.dots import RATIO
from osteoniche.figures.look import Line
from osteoniche.narrative import evidence as telling
from osteoniche.web.kit.dials import aria, scrolled
from osteoniche.web.kit.tables import NOTHING, swatch, table
from osteoniche.web.pages.evidence import words

SIGNS = {Badge.REPRODUCED: "✓", Badge.WITHIN_TWO: "≈", Badge.NOT: "✗"}
"""The shape in front of each badge; the style sheet adds colour and outline."""
HOW = {How.FITTED: "Fitted", How.LEFT_OUT: "Predicted"}
CLASSES = {Badge.REPRODUCED: "met", Badge.WITHIN_TWO: "near", Badge.NOT: "missed"}


AGREEMENT = "study-agreement"
"""The id of the plot of all points; like those below it is no component, but written out."""


def place(experiment: str) -> str:
    """The id of an experiment's panel; it is no component, but written out."""
    return "study-" + experiment


def plot(experiment: Experiment, number: int) -> str:
    """The id of one of its plots, counted from the top."""
    return f"study-plot-{experiment.name}-{number}"


def badge(score: Score) -> html.Span:
    """An experiment in one word: a sign, the word, and a colour and outline."""
    sign = html.Span(SIGNS[score.badge], **aria(hidden="true"))
    return html.Span([sign, " ", score.badge.value], className=f"badge {CLASSES[score.badge]}")


def summary(shown: Reproduced) -> list[Any]:
    """The line on how many are reproduced, the table of all, and all points in one plot."""
    line = telling.summary(shown.fitted.values(), shown.left_out.values())
    rows = [_summed(experiment, shown) for experiment in scored()]
    every = table(words.HEADINGS, rows, "values summary")
    agreed = [telling.agreed(how, agreement(points)) for how, points in _points(shown).items()]
    place = html.Div(id=AGREEMENT, style={"height": f"{overall.HEIGHT}px"})
    named = aria(label=f"{words.AGREEMENT}: the sentences and the tables of numbers say the same")
    return [
        html.P(html.Strong(line)),
        scrolled(words.SUMMARY, every, className="values-box"),
        html.H3(words.AGREEMENT),
        html.Ul([html.Li(_sentence(sentence)) for sentence in agreed], className="said"),
        html.P(words.AGREEMENT_KEY, className="key"),
        html.Div(place, className="study-plot", role="group", **named),
    ]


def _points(shown: Reproduced) -> dict[How, list[Point]]:
    """All measured points, fitted and left out."""
    every = {How.FITTED: shown.fitted, How.LEFT_OUT: shown.left_out}
    return {how: measured(scores.values()) for how, scores in every.items()}


def _summed(experiment: Experiment, shown: Reproduced) -> html.Tr:
    link = html.A(experiment.label, href=f"#{place(experiment.name)}")
    cells = [html.Th(link, scope="row"), html.Td(_sentence(experiment.evidence))]
    for score in (shown.fitted[experiment.name], shown.left_out.get(experiment.name)):
        if score is None:
            cells += [html.Td(NOTHING), html.Td(NOTHING)]
            continue
        counted = html.Div(telling.counted(score), className="counted")
        said = [badge(score), counted] if telling.has_badge(experiment) else [counted]
        cells += [html.Td(said), html.Td(telling.off(score))]
    return html.Tr(cells)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def panels(shown: Reproduced, made: Calibrated) -> list[html.Article]:
    """A panel for each experiment; assets/pages/evidence.js draws the plots."""
    return [_panel(experiment, shown, made) for experiment in scored()]


def scores_of(experiment: Experiment, shown: Reproduced) -> dict[How, Score]:
    """How an experiment is met, fitted and left out."""
    every = {How.FITTED: shown.fitted, How.LEFT_OUT: shown.left_out}
    return {
        how: scores[experiment.name] for how, scores in every.items() if experiment.name in scores
    }


def figures(shown: Reproduced, theme: str) -> dict[str, dict[str, Any]]:
    """The plots of each experiment, by the place where they are drawn."""
    return {AGREEMENT: overall.figure(_points(shown), theme)} | {
        plot(experiment, number): pictures.figure(
            experiment,
            row,
            scores_of(experiment, shown),
            shown.courses_of(experiment.name),
            {term.name: telling.called(term) for term in experiment.terms},
            {
                term.name: telling.bounds(term.rows[0])
                for term in experiment.terms
                if term.rows and is_course(term)
            },
            theme,
        )
        for experiment in scored()
        for number, row in enumerate(pictures.rows(experiment))
    }


def _panel(experiment: Experiment, shown: Reproduced, made: Calibrated) -> html.Article:
    found = scores_of(experiment, shown)
    badges = [
        html.Li([html.Strong(f"{HOW[how]}: "), badge(score)])
        for how, score in found.items()
        if telling.has_badge(experiment)
    ]
    said = html.Ul([html.Li(telling.sentence(score)) for score in found.values()], className="said")
    return html.Article(
        [
            html.H4(experiment.label),
            html.P(f"{_sentence(telling.made_of(experiment))}.", className="kind"),
            *([html.Ul(badges, className="badges")] if badges else []),
            said,
            *_plots(experiment),
            _pairs({"Assumed": experiment.assumed}),
            _about(experiment, made),
            _numbers(experiment, found),
        ],
        id=place(experiment.name),
        className="study",
        tabIndex=-1,
        **aria(label=experiment.label),
    )


def _plots(experiment: Experiment) -> list[html.Div]:
    """Where its plots will be; what lines and shapes mean is said at the first of each kind."""
    told: set[str] = set()
    places = []
    for number, row in enumerate(pictures.rows(experiment)):
        key = _key(row)
        said = [] if key in told else [html.P(key, className="key")]
        told.add(key)
        places.append(_plot(experiment, number, row, said))
    return places


def _plot(experiment: Experiment, number: int, row: pictures.Row, said: list[html.P]) -> html.Div:
    """Where a plot will be, below the groups that its colours and shapes stand for."""
    items = [
        html.Li([swatch(look), _shape(look, marker), arm])
        for arm, (look, marker) in pictures.shapes(experiment, row).items()
    ]
    legend = [html.Ul(items, className="legend")] if items else []
    style = {"height": f"{row.height:.0f}px"}
    empty = html.Div(id=plot(experiment, number), style=style)
    named = (
        f"{experiment.label}, {row.title}: published and computed; the sentences and the table say "
        "the same"
    )
    parts = [*legend, *said, empty]
    return html.Div(parts, className="study-plot", role="group", **aria(label=named))


def _shape(look: Line, marker: str) -> html.Span:
    """The shape of a group's points, in its colour: a mask, as that of `swatch`."""
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='12' height='12' fill='none' "
        f"stroke='black' stroke-width='1.6'>{pictures.MARKERS[marker]}</svg>"
    )
    style = {
        "background": look.colour or "currentColor",
        "maskImage": f'url("data:image/svg+xml,{quote(drawing)}")',
    }
    return html.Span(className="shape", style=style, **aria(hidden="true"))


def _key(row: pictures.Row) -> str:
    """What lines and shapes of a plot stand for."""
    if row.is_course:
        return words.LINES
    return words.RATIOS if row.kind == RATIO else words.LIMIT_DOTS


def _about(experiment: Experiment, made: Calibrated) -> html.Details:
    """Where it comes from, what belongs to it alone and what was kept apart."""
    entries = {
        "Source": telling.sources(experiment),
        "Rows": [f"{telling.rows(experiment)}."],
        "Its own": [text for text in [telling.kept(made.own(experiment.name))] if text],
        "Held": experiment.held,
    }
    return html.Details([html.Summary(words.ABOUT), _pairs(entries)])


def _pairs(entries: Mapping[str, Sequence[str]]) -> html.Dl:
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
        cells += [_words(fitted), _words(unseen) if unseen else words.TOLD_BY]
        rows.append(html.Tr([html.Th(term.name, scope="row"), *(html.Td(text) for text in cells)]))
    points = table(words.POINTS, rows, "values points")
    box = scrolled(f"Numbers: {experiment.label}", points, className="values-box")
    return html.Details([html.Summary("Numbers"), box])


def _words(point: Point) -> str:
    return f"{telling.predicted(point)}{'' if point.met else ', not met'}"
