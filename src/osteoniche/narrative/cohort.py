"""A cohort in words: its arms in a table, and what the table is of."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from osteoniche.analysis.cohort import Arm, Cohort
from osteoniche.analysis.cohort.responses import Progression, Responses, Rule, line
from osteoniche.analysis.cohort.survival import kaplan_meier, log_rank
from osteoniche.models import CELLS
from osteoniche.numerals import cells, compact, short
from osteoniche.quantity import HUMAN

HEAD = (
    "arm",
    "subjects",
    "tumour on the last day",
    "5 to 95 of 100",
    "respond (30 % narrower)",
    "no cell left",
    "median time to progression",
    "neutrophils below the line",
)
MIDDLE = (5.0, 50.0, 95.0)
NOBODY = "no subject ran"
NOT_REACHED = "not reached"
NO_TUMOUR = "no tumour"
SUBJECT = {True: ("patient", "patients"), False: ("mouse", "mice")}
UNCALIBRATED = "Virtual subjects, not calibrated to patients."


def cohort_table(cohort: Cohort, found: Mapping[str, Responses]) -> list[tuple[str, ...]]:
    """A line for each arm, below the head."""
    return [HEAD, *(_line(name, arm, found[name]) for name, arm in cohort.arms.items())]


def _line(name: str, arm: Arm, found: Responses) -> tuple[str, ...]:
    ran = len(found.subjects)
    if not ran:
        return (name, "0", NOBODY, *[""] * 5)
    if arm.scenario.tumour == "none":
        return (name, str(ran), NO_TUMOUR, "", "", "", "", _low(found))
    low, middle, high = arm.quantiles(CELLS, MIDDLE)[:, -1]
    return (
        name,
        str(ran),
        cells(middle),
        f"{compact(low)} to {compact(high)}",
        _share(found.responded),
        _share(found.cured),
        _held(found),
        _low(found),
    )


def _share(flags: np.ndarray) -> str:
    return f"{short(100 * float(flags.mean()))} %"


def _low(found: Responses) -> str:
    return "" if found.low is None else _share(found.low)


def _held(found: Responses) -> str:
    median = kaplan_meier(found).median
    return NOT_REACHED if median is None else f"{short(median)} days"


def tell_cohort(cohort: Cohort, found: Mapping[str, Responses], rule: Progression) -> str:
    """What the table is of, how well days are known, and whether arms differ."""
    count = len(cohort)
    who = SUBJECT[cohort.scenario.species == HUMAN][count != 1]
    step = max(float(late - early) for early, late in pairwise(cohort.days))
    sentences = [
        UNCALIBRATED,
        f"{count:,} {who} of seed {cohort.seed}, the same in every arm, to day "
        f"{cohort.scenario.days}; days count from day {short(cohort.start)}.",
        f"Progression: {rule_told(rule, cohort)}; its day is known to within {short(step)} days.",
        _failed(cohort),
        _differs(cohort, found),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def tell_own(cohort: Cohort, arm: Arm, found: Responses) -> str:
    """What becomes of the subjects of one arm, in a line."""
    who = SUBJECT[cohort.scenario.species == HUMAN][1]
    if not len(found.subjects):
        return f"None of the {who} has a curve."
    if arm.scenario.tumour == "none":
        return f"Healthy {who}: without a tumour nothing responds or progresses."
    median = kaplan_meier(found).median
    held = (
        f"fewer than half progress by day {cohort.scenario.days}"
        if median is None
        else f"half have progressed {short(median)} days after day {short(cohort.start)}"
    )
    responded, cured = _share(found.responded), _share(found.cured)
    return f"{responded} of the {who} respond, {cured} have no cell left; {held}."


def rule_told(rule: Progression, cohort: Cohort) -> str:
    """A rule of progression in words."""
    match rule.rule:
        case Rule.LOWEST:
            return f"more than {short(rule.value)} times the lowest burden until then"
        case Rule.BURDEN:
            return f"more than {cells(rule.value)}"
        case _:
            return f"neutrophils below {short(rule.value * line(cohort))}e9/L"


def _failed(cohort: Cohort) -> str:
    lost = {name: int((~arm.ran).sum()) for name, arm in cohort.arms.items()}
    told = [f"{count} of {name}" for name, count in lost.items() if count]
    return f"Without a curve, and left out: {', '.join(told)}." if told else ""


def _differs(cohort: Cohort, found: Mapping[str, Responses]) -> str:
    pair = ("chemotherapy", "combination")
    first, second = (found[name] for name in pair)
    if not (first.progressed.any() or second.progressed.any()):
        return f"Nobody progresses under {' or '.join(pair)}."
    value = log_rank(first, second) if len(first.subjects) and len(second.subjects) else None
    if value is None:
        return ""
    told = "under 0.001" if value < 0.001 else f"{value:.3f}"
    return f"Log-rank test of {' against '.join(pair)}: p {told}."
