"""What the page shows of a cohort: tables and figures."""

from collections.abc import Mapping
from typing import Any

from dash import html

from osteoniche.analysis.cohort import Cohort
from osteoniche.analysis.cohort.plan import POWERS, READINGS, Apart, compared
from osteoniche.analysis.cohort.responses import Responses, responses
from osteoniche.analysis.cohort.survival import kaplan_meier
from osteoniche.calibration.bands import Band
from osteoniche.figures import cohort as pictures
from osteoniche.figures.look import LINES, sized
from osteoniche.narrative.cohort import SUBJECT, cohort_table, tell_cohort, tell_own
from osteoniche.narrative.plan import NAMES, TOO_MANY
from osteoniche.numerals import short
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import OWN
from osteoniche.web.kit.markup import markup
from osteoniche.web.kit.tables import row, table
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.request import Request, Wanted

RISK_COLUMNS = 7
"""Days at which numbers at risk are told."""
FIRST, SECOND = "chemotherapy", "combination"
"""The arms that the next experiment is about, where the visitor's run is an arm."""
BY = "light"
"""The reading by which the page's first line counts animals."""


def draw(cohort: Cohort, wanted: Wanted, request: Request, band: Band | None) -> tuple[Any, ...]:
    """Texts by the id of their place, and the figures; `band` is that of the constants, if any."""
    theme, screen = request.theme, request.screen
    found = {name: responses(cohort, arm, wanted.rule) for name, arm in cohort.arms.items()}
    shown = pictures.shown_arm(cohort)
    over_time = pictures.bands(cohort, theme, screen, subject=wanted.subject, band=band)
    figures = (
        over_time,
        pictures.waterfall(cohort, found, theme, screen),
        pictures.survival(cohort, found, theme, screen),
    )
    first, second = FIRST, OWN if OWN in cohort.arms else SECOND
    apart = {reading: compared(cohort, first, second, reading) for reading in READINGS}
    texts = {
        ids.LINE: tell_own(cohort, cohort.arms[shown], found[shown]),
        ids.ANIMALS: _animals(cohort, apart[BY], first, second),
        ids.ARMS: _arms(cohort, found),
        ids.STORY: tell_cohort(cohort, found, wanted.rule),
        ids.AT_RISK: _at_risk(cohort, found),
        ids.NEXT_LEAD: words.NEXT_LEAD.format(first=LINES[first].label, second=LINES[second].label),
        ids.NEXT: _next(apart),
    }
    written = {place: markup(part) for place, part in texts.items()}
    return written, *(sized(figure, screen) for figure in figures)


def _animals(cohort: Cohort, apart: Apart, first: str, second: str) -> str:
    """How many a group it takes by light, on the best day."""
    at = apart.place(None)
    count = apart.needs(at)[POWERS[0]]
    return words.ANIMALS.format(
        reading=NAMES[BY].capitalize(),
        count=TOO_MANY if count is None else count,
        who=SUBJECT[cohort.scenario.species == HUMAN][1],
        first=LINES[first].label,
        second=LINES[second].label,
        power=f"{POWERS[0]:.0%}",
        day=short(float(apart.days[at])),
    )


def _arms(cohort: Cohort, found: Mapping[str, Responses]) -> html.Table:
    """The visitor's run first, whether it is an arm or not."""
    head, *lines = cohort_table(cohort, found)
    shown = pictures.shown_arm(cohort)
    by_name = {name: told for name, *told in lines}
    own = LINES[OWN].label
    label = own if shown == OWN else words.SAME.format(own=own, arm=LINES[shown].label)
    rows = [row(label, *by_name[shown], kind=f"row-{OWN}")]
    rows += [row(LINES[name].label, *by_name[name]) for name in by_name if name != OWN]
    return table([word[0].upper() + word[1:] for word in head], rows)


def own_row(cohort: Cohort, found: Responses) -> list[str]:
    """The row of the visitor's run in the table of arms, by whatever name it rests."""
    _, (_, *told) = cohort_table(cohort, {OWN: found})
    return [LINES[OWN].label, *told]


def _at_risk(cohort: Cohort, found: Mapping[str, Responses]) -> html.Table | None:
    last = cohort.days[-1] - cohort.start
    days = [round(last * at / (RISK_COLUMNS - 1), 1) for at in range(RISK_COLUMNS)]
    rows = []
    for name, each in found.items():
        if not len(each.lasted):
            continue
        known = kaplan_meier(each)
        rows.append(row(LINES[name].label, *(str(known.at_risk(day)) for day in days)))
    head = [words.AT_RISK, *(f"{words.DAY} {short(day)}" for day in days)]
    return table(head, rows) if rows else None


def _next(by_reading: Mapping[str, Apart]) -> html.Table:
    rows = []
    for reading, apart in by_reading.items():
        best, last = apart.place(None), len(apart.days) - 1
        told = [NAMES[reading]]
        for at in (best, last):
            needs = apart.needs(at)
            told += [f"{words.DAY.lower()} {short(float(apart.days[at]))}"]
            told += [TOO_MANY if needs[p] is None else str(needs[p]) for p in POWERS]
        rows.append(row(*told))
    return table(words.NEXT_HEAD, rows)
