"""What stands in small pieces on the page: differences from the default, published observations."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.analysis.observed import Overlay
from osteoniche.evidence.references import references
from osteoniche.evidence.series import Series
from osteoniche.numerals import short
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.pages.explore import words
from osteoniche.web.rail.differences import Difference


def differing(found: Sequence[Difference], dials: Mapping[str, float]) -> list[Any]:
    """The list of what differs from the default; each item leads to its control and back.

    It holds for where the `dials` stand, by component: assets/rail/dials.js follows one that moves.
    """
    said = kit_words.DIFFERS if found else words.AS_DEFAULT
    leads = data(dials=json.dumps(dials), differs=kit_words.DIFFERS, same=words.AS_DEFAULT)
    return [html.Span(said, className="quiet", **leads), *map(_difference, found)]


def _difference(item: Difference) -> html.Span:
    component, prop, value = item.reset
    reset = json.dumps({"id": component, "property": prop, "value": value})
    return html.Span(
        className="chip",
        **data(of=component, text=item.text),
        children=[
            html.Button(
                item.text,
                className="plain",
                title=f"Go to its control. The default: {item.default}",
                **data(focus=item.focus, fold=item.fold or ""),
            ),
            html.Button(
                "×",
                className="plain remove",
                title=f"Back to {item.default}",
                **aria(label=f"{item.text}: back to {item.default}"),
                **data(reset=reset),
            ),
        ],
    )


def offered(found: Iterable[Series]) -> list[Any]:
    """A box to tick for each published series that resembles what is shown."""
    boxes = [dmc.Checkbox(label=series.label, value=series.name, size="sm") for series in found]
    return boxes or [html.P(words.NO_DATA)]


def observed(overlays: Iterable[Overlay]) -> list[Any]:
    """Where each series that is laid over comes from, how it was scaled, and how far it misses."""
    return [html.Li([html.Strong(f"{o.series.label}. "), *_limits(o)]) for o in overlays]


def _limits(overlay: Overlay) -> list[Any]:
    series, text = overlay.series, []
    if overlay.factor is not None:
        text.append(f"Last point: {short(overlay.factor)} times its curve. ")
    if overlay.growth_per_day is not None:
        seen, run = overlay.growth_per_day
        text.append(f"Growth per day: {short(seen)} observed, {short(run)} along its curve. ")
    source = references()[series.reference]
    return [*text, f"{series.limits} ", html.Cite(source.citation)]
