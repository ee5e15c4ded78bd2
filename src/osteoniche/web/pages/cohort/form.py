"""The controls of a cohort; assets/pages/cohort/settings.js keeps what is typed."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.analysis.cohort import draws
from osteoniche.analysis.cohort.responses import RULES
from osteoniche.analysis.cohort.settings import NUMBER, RANDOM, RULE
from osteoniche.numerals import short
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.kit.tables import row, table
from osteoniche.web.pages.cohort import words
from osteoniche.web.pages.cohort.request import CONSTANTS, SUBJECT, Wanted


def form(wanted: Wanted) -> list[Any]:
    """What the cohort is, and what is shown of it, as they are."""
    asked, rule = wanted.asked, wanted.rule
    return [
        _typed(NUMBER, words.SUBJECTS, str(asked.subjects)),
        _typed(RANDOM, words.SEED, str(asked.seed)),
        html.Label(
            [
                html.Span(words.PROGRESSION),
                html.Select(
                    [
                        html.Option(words.RULES[each], value=each, selected=each == rule.rule)
                        for each in RULES
                    ],
                    **data(cohort=RULE),
                ),
            ],
            className="chosen",
        ),
        _typed(words.LIMIT, words.LIMITS[rule.rule], _written(rule.value)),
        _typed(SUBJECT, words.SUBJECT, str(wanted.subject or "")),
        html.Div(
            dmc.Switch(label=words.LIKELY, checked=wanted.constants, size="xs"),
            **data(cohort=CONSTANTS),
        ),
    ]


def differs(wanted: Wanted) -> html.Table:
    """What differs between subjects, and by how much: that can be typed."""
    species, typed = wanted.asked.scenario.species, dict(wanted.asked.sd)
    rows = [
        row(
            one.meaning,
            _deviation(name, one.meaning, typed.get(name, one.sd[species])),
            short(one.sd[species]),
            str(one.kinds[species]),
            one.source,
        )
        for name, one in draws.spreads(species).items()
    ]
    return table(words.DIFFERS_HEAD, rows)


def _deviation(name: str, meaning: str, value: float) -> html.Div:
    label = words.DEVIATION.format(what=meaning)
    return html.Div(
        dmc.TextInput(value=_written(value), size="xs", **aria(label=label)),
        className="deviation",
        **data(cohort=name),
    )


def _typed(name: str, label: str, value: str) -> html.Div:
    field = dmc.TextInput(label=label, value=value, size="xs", inputProps={"inputMode": "decimal"})
    return html.Div(field, **data(cohort=name))


def _written(value: float) -> str:
    """Short, where that is what it is."""
    told = short(value)
    try:
        return told if float(told) == value else f"{value:g}"
    except ValueError:
        return f"{value:g}"
