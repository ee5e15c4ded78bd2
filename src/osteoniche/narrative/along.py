"""A cohort along one setting in words: a row a value, and what the rows are of."""

import math

from osteoniche.analysis.cohort.along import Along, Summary, summaries
from osteoniche.analysis.cohort.along_names import called, headed, valued
from osteoniche.narrative.cohort import (
    NO_TUMOUR,
    NOBODY,
    NOT_REACHED,
    SUBJECT,
    UNCALIBRATED,
    rule_told,
)
from osteoniche.narrative.factors import times
from osteoniche.numerals import cells, compact, listed, percent, short
from osteoniche.quantity import HUMAN
from osteoniche.scenario.grammar import plain

HEAD = (
    "subjects",
    "tumour on the last day",
    "5 to 95 of 100",
    "bone mass",
    "apoptosis",
    "respond (30 % narrower)",
    "no cell left",
    "median time to progression",
)
"""Columns after the value; read-outs are medians of the last day."""
MOVES_NOTHING = "All values give the same result: what this setting changes is no part of this run."


def along_table(found: Along) -> list[tuple[str, ...]]:
    """A line for each value, below the head."""
    head = headed(found.setting, found.scenario.species)
    none = found.scenario.tumour == "none"
    return [(head, *HEAD), *(_line(each, none) for each in summaries(found))]


def _line(told: Summary, none: bool) -> tuple[str, ...]:
    value = plain(told.value)
    if not told.ran:
        return (value, "0", NOBODY, *[""] * 6)
    bone = percent(told.bone[1])
    if none:
        return (value, str(told.ran), NO_TUMOUR, "", bone, *[""] * 4)
    low, middle, high = told.cells
    return (
        value,
        str(told.ran),
        cells(middle),
        f"{compact(low)} to {compact(high)}",
        bone,
        percent(told.apoptosis[1]),
        f"{short(100 * told.responded)} %",
        f"{short(100 * told.cured)} %",
        NOT_REACHED if told.progression is None else f"{short(told.progression)} days",
    )


def tell_along(found: Along) -> str:
    """What the table is of, from where days count, and what the setting does from end to end."""
    sentences = [
        UNCALIBRATED,
        _who(found),
        _counted(found),
        _lost(found),
        MOVES_NOTHING if found.moves_nothing else _ends(found),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _who(found: Along) -> str:
    count, values = len(found), len(found.values)
    who = SUBJECT[found.scenario.species == HUMAN][count != 1]
    name = called(found.setting, found.scenario.species)
    where = f"the same at each of {values} values ({name})" if values > 1 else f"at one {name}"
    last = {at.scenario.days for at in found.at}
    until = f", to day {last.pop()}" if len(last) == 1 else ""
    return f"{count:,} {who} of seed {found.seed}, {where}{until}."


def _counted(found: Along) -> str:
    if found.scenario.tumour == "none":
        return ""
    starts = sorted({at.start for at in found.at})
    since = f"day {short(starts[0])}"
    if len(starts) > 1:
        since = f"the first dose, which is on day {short(starts[0])} to {short(starts[-1])}"
    rule = rule_told(found.rule, found.at[0])
    return f"Days to progression ({rule}) count from {since}."


def _lost(found: Along) -> str:
    lost = {
        value: int((~arm.ran).sum()) for value, arm in zip(found.values, found.arms, strict=True)
    }
    told = [f"{count} at {plain(value)}" for value, count in lost.items() if count]
    return f"Without a curve, and left out: {listed(told)}." if told else ""


def _ends(found: Along) -> str:
    """The tumour at the lowest and at the highest value."""
    told = summaries(found)
    first, last = told[0], told[-1]
    if found.scenario.tumour == "none" or first is last or not (first.ran and last.ran):
        return ""
    ends = [f"{cells(one.cells[1])} at {valued(found.setting, one.value)}" for one in (first, last)]
    log = math.log(max(first.cells[1], 1.0) / max(last.cells[1], 1.0))
    fewer = f", {times(log)} times {'fewer' if log > 0 else 'more'}" if times(log) != "1" else ""
    return f"Median tumour on the last day: {ends[0]}, {ends[1]}{fewer}."
