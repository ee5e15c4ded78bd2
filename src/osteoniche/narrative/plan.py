"""A planned experiment in words: animals, day, what is uncertain, and the table behind it."""

from math import comb, exp, isnan

from osteoniche.analysis.cohort.plan import POWERS, Plan
from osteoniche.narrative.cohort import UNCALIBRATED
from osteoniche.numerals import short
from osteoniche.quantity import SPECIES_NAMES

TOO_MANY = "more than 1,000"
HEAD = ("day", "times apart", "SD of the logarithm", f"animals for {POWERS[0]:.0%}")
EVERY = 7
"""Days between two lines of the table, at least."""
NAMES = {
    "light": "light",
    "cells": "tumour cells",
    "bone": "bone mass",
    "apoptosis": "apoptosis",
}
"""Readings in words."""


def tell_plan(plan: Plan) -> str:
    """How many animals, on which day, and how sure that is."""
    first, second = plan.arms
    at = int(abs(plan.apart.days - plan.day).argmin())
    sentences = [
        UNCALIBRATED,
        f"{second} against {first}, {NAMES[plan.reading]} on day {short(plan.day)}: "
        f"{_apart(plan.apart.difference[at])}, SD of the logarithm {short(plan.apart.sd[at])}.",
        _animals(plan),
        _uncertain(plan),
        _checked(plan),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _apart(difference: float) -> str:
    if isnan(difference):
        return "too few subjects ran"
    return f"{short(exp(abs(difference)))} times {'less' if difference < 0 else 'more'}"


def _animals(plan: Plan) -> str:
    told = [
        f"{_count(count)} a group for {power:.0%}"
        + (f" (begin with {plan.bought(count)})" if count and plan.dropout else "")
        for power, count in plan.needs.items()
    ]
    test = f"Student's t on logarithms, two-sided {short(100 * plan.apart.level)} %"
    return f"Animals by power: {', '.join(told)} ({test})."


def _uncertain(plan: Plan) -> str:
    low, middle, high = (_count(count) for count in plan.between)
    return (
        f"As uncertain as the constants are, it may be {low} to {high} "
        f"(90 of 100 draws; half of them need at most {middle})."
    )


def _checked(plan: Plan) -> str:
    count = plan.needs[POWERS[0]]
    if plan.checked is None or count is None:
        return ""
    told = f"A permutation test finds it with {count} a group in {plan.checked:.0%} of experiments"
    ways = comb(2 * count, count)
    few = f": {count} against {count} can be dealt in {ways} ways only, too few for any to be rare"
    return f"{told}{few if 2 / ways > plan.apart.level else ''}."


def _count(count: int | None) -> str:
    return TOO_MANY if count is None else str(count)


def plan_table(plan: Plan) -> list[tuple[str, ...]]:
    """Weeks, and the day that is told, below the head."""
    rows: list[tuple[str, ...]] = [HEAD]
    after = 0.0
    for at, day in enumerate(plan.apart.days):
        if day != plan.day and (day <= plan.start or day < after):
            continue
        after = max(after, (day // EVERY + 1) * EVERY)
        animals = plan.apart.animals[at]
        rows.append(
            (
                short(float(day)) + (" *" if day == plan.day else ""),
                short(exp(abs(plan.apart.difference[at]))),
                short(float(plan.apart.sd[at])),
                TOO_MANY if isnan(animals) else str(int(animals)),
            )
        )
    return rows


def script(plan: Plan) -> str:
    """A program in Python that repeats it."""
    first, second = plan.arms
    who = SPECIES_NAMES[plan.scenario.species]
    return f'''"""How many animals ({who}): {second} against {first}, by {NAMES[plan.reading]}."""

import osteoniche as on

scenario = on.Scenario.model_validate_json("""{plan.scenario.model_dump_json()}""")
plan = on.plan(
    scenario,
    {first!r},
    {second!r},
    {plan.reading!r},
    day={plan.day!r},
    error={plan.error!r},
    dropout={plan.dropout!r},
    comparisons={plan.comparisons!r},
    subjects={plan.subjects!r},
    seed={plan.seed!r},
    sd={dict(plan.sd)!r},
)
print(plan)
'''
