"""What the courses of drugs may be: their order, their cycles, and that none overlaps another."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from osteoniche.errors import Described, Problem
from osteoniche.scenario.limits import DOSES_AT_MOST
from osteoniche.scenario.schedule import days_between

A_SECOND = 1e-5
"""Days by which a schedule ends after it starts, at least; the solver takes less for the same."""


def schedule_problems(name: str, given: Mapping[str, Any], last_day: float | None) -> list[Problem]:
    """What is wrong with a schedule whose numbers are each within their limits."""
    start, every, hours, until = (
        number(given[field]) for field in ("start", "every", "hours", "until")
    )
    problems = []
    if start is not None and until is not None and until < start + A_SECOND:
        allowed = (
            f"the first dose is on day {start:g}, so give a day after it, or none to treat to the "
            "end"
        )
        problems.append(Problem(f"{name}.until", given["until"], allowed))
    wrong_cycle = list(_cycle_problems(name, given))
    if wrong_cycle:
        return problems + wrong_cycle
    if every is not None and hours is not None and hours / 24 >= every:
        problems.append(
            Problem(f"{name}.hours", hours, "an infusion ends before the next one starts")
        )
    if start is None or last_day is None:
        return problems
    doses = len(_days(given, last_day))
    if doses > DOSES_AT_MOST:
        allowed = (
            f"this makes {doses} doses, at most {DOSES_AT_MOST} are allowed: dose less often, stop "
            f"earlier, or end before day {last_day:g}"
        )
        problems.append(Problem(f"{name}.every", every, allowed))
    return problems


def _cycle_problems(name: str, given: Mapping[str, Any]) -> Iterable[Problem]:
    """What is wrong with doses in cycles."""
    every, doses, again, hours = (
        number(given[field]) for field in ("every", "doses", "again", "hours")
    )
    if doses is None and again is None:
        return
    if doses is None or again is None:
        part = "doses" if doses is None else "again"
        allowed = "a cycle has both: its doses, and the days after which it begins anew"
        yield Problem(f"{name}.{part}", given[part], allowed)
    elif every is None and doses > 1:
        yield Problem(f"{name}.every", given["every"], "give the days between doses of a cycle")
    else:
        span = (doses - 1) * (every or 0.0) + (hours or 0.0) / 24
        if again <= span + A_SECOND:
            allowed = f"a cycle of {doses:g} doses takes {span:g} days, so give more than that"
            yield Problem(f"{name}.again", given["again"], allowed)


def _days(given: Mapping[str, Any], last_day: float) -> Any:
    """The days on which a course is given, up to the last day of the run."""
    start, every, doses, again, until = (
        number(given[field]) for field in ("start", "every", "doses", "again", "until")
    )
    end = last_day if until is None else min(until, last_day)
    return days_between(start or 0.0, end, every, None if doses is None else int(doses), again)


def overlapping(treatments: Sequence[Mapping[str, Any]], last_day: float) -> Iterable[Problem]:
    """Courses of one drug of which one begins before another is over; each is right by itself."""
    courses: dict[str, list[tuple[float, float]]] = {}
    for given in treatments:
        # what is of a wrong type is told elsewhere
        if number(given["dose"]) and number(given["start"]) is not None:
            courses.setdefault(given["drug"], []).append(_span(given, last_day))
    for drug in courses:
        counts = [len(_days(one, last_day)) for one in treatments if one["drug"] == drug]
        total = sum(counts)
        if len(counts) > 1 and total > DOSES_AT_MOST:
            found = f"all courses together make {total} doses"
            allowed = f"at most {DOSES_AT_MOST} are allowed: dose less often, or stop earlier"
            yield Described(f"{drug}.every", found, allowed)
    for drug, spans in courses.items():
        for (first, end), (second, _) in pairwise(sorted(spans)):
            if second < end - A_SECOND:
                until = "to the end" if end >= last_day else f"until day {end:g}"
                found = f"the courses from day {first:g} ({until}) and from day {second:g} overlap"
                allowed = f"end the first by day {second:g}, or begin the second later"
                yield Described(f"{drug}.start", found, allowed)


def _span(given: Mapping[str, Any], last_day: float) -> tuple[float, float]:
    """The first day of a course, and the day from which another of the drug may begin."""
    start, until, hours = (number(given[field]) for field in ("start", "until", "hours"))
    begin = start or 0.0
    if until is not None:
        end = min(until, last_day)
    else:
        end = begin if given["every"] is None and given["doses"] is None else last_day
    days = _days(given, last_day)
    last = float(days[-1]) + (hours or 0.0) / 24 if len(days) else begin
    return begin, max(end, last, begin + A_SECOND)


def number(value: Any) -> float | None:
    """A real, finite number, or None for anything else (true and false included)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return math.inf
