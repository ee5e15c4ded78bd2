"""What was seen in patients beside what the model gives: which numbers were checked."""

import math
from typing import Any

from dash import html

from osteoniche.analysis.reproduced import Reproduced
from osteoniche.calibration.patients import MARKERS, Marker
from osteoniche.numerals import short
from osteoniche.web.kit.dials import scrolled
from osteoniche.web.kit.tables import table
from osteoniche.web.pages.evidence import words


def table_of(shown: Reproduced) -> list[Any]:
    """The table of markers; nothing where they were not computed."""
    rows = [_row(*pair) for pair in zip(MARKERS, shown.patients, strict=False)]
    every = table(words.PATIENTS_HEADINGS, rows, "values points")
    return [scrolled(words.PATIENTS, every, className="values-box")]


def _row(marker: Marker, computed: float) -> html.Tr:
    cells = [_words(marker, marker.seen), _words(marker, computed), marker.used or words.CHECKED]
    return html.Tr([html.Th(marker.label, scope="row"), *map(html.Td, (*cells, marker.source))])


def _words(marker: Marker, number: float) -> str:
    if math.isnan(number):
        return words.NEVER
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return f"{sign}{short(abs(number))}\N{NO-BREAK SPACE}{marker.unit}"
