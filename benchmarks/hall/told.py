"""What runs of a hall come to: R1, R8 and R9, a table of each run, and all of it for a report."""

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import spent, targets
from benchmarks.hall.run import Outcome
from benchmarks.hall.seen import (
    AFTER,
    ALIVE,
    ANSWERED,
    LAST,
    LATER,
    LOST,
    MOVE,
    RANGE,
    REFUSED,
    WHOLE,
    WRONG,
)
from benchmarks.targets import Measured

KINDS = {
    MOVE: "a moved dial",
    LAST: "the end of a drag is shown",
    WHOLE: "everything, at rest",
    RANGE: "a likely range",
    ALIVE: "healthz",
}
ENDINGS = (ANSWERED, LATER, REFUSED, LOST, WRONG)
GROWS, MORE = 1.2, 1.5
"""How many times as many answers more students bring at least while a server is not full, and how
many times as many come at least."""
SLOW = 150.0
"""Milliseconds of a move, from which on a server is not back to normal."""


def in_a_hall(outcome: Outcome) -> Iterator[Measured]:
    """R1: how soon curves follow the hand, from when each move was due."""
    students, seen = outcome.hall.students, outcome.seen
    p95, p99, bad = targets.hall(students)
    times, failed = seen.waited(MOVE), seen.count(REFUSED, LOST, WRONG)
    few = "" if students >= 100 else "fewer than 100 students: no verdict on R1; "
    server, generator = outcome.cores
    yield Measured(p95, times.p95, f"{few}p50 {times.p50:.0f}; {outcome.answers:.0f} answers/s")
    note = f"the server took {server:.2f} cores, the students {generator:.2f}"
    yield Measured(p99, times.p99, f"slowest {times.slowest:.0f}; {note}")
    shown = f"{seen.shown} of {seen.drags} drags ended with their value shown"
    yield Measured(bad, failed, f"of {seen.count(*ENDINGS)}; {shown}")


def holds(outcome: Outcome) -> int:
    """Students for which the cores would be full, by what those of a run took."""
    server, generator = outcome.cores
    free = max(spent.cores() - generator, 0.5)
    return max(1, round(outcome.hall.students * free / server))


def peak(usual: Outcome, run: Callable[[int], Outcome], at_most: int) -> Outcome:
    """The run with the most answers: more students come until they bring no more."""
    best, students = usual, holds(usual)
    while students <= at_most:
        tried = run(students)
        if tried.answers < GROWS * best.answers:
            return max(best, tried, key=lambda outcome: outcome.answers)
        best, students = tried, max(holds(tried), round(MORE * students))
    return best if best.hall.students >= at_most else run(at_most)


def overloaded(full: Outcome, twice: Outcome) -> Iterator[Measured]:
    """R8 and R9: what is left of the peak with twice the students, and how it refuses."""
    seen = twice.seen
    note = f"{twice.answers:.0f} of {full.answers:.0f}/s, {full.hall.students} students, when "
    note += f"{full.cores[0]:.2f} of {spent.cores()} cores were busy"
    yield Measured(targets.GOODPUT, 100 * twice.answers / full.answers, note)
    yield Measured(
        targets.BARE,
        seen.count(WRONG, LOST),
        "; ".join(f"{count} x {what}" for what, count in seen.problems.most_common(2)),
    )
    refusals = seen.served(MOVE, WHOLE, RANGE, ending=REFUSED)
    slowest = refusals.p95 if refusals.count else 0.0
    yield Measured(targets.REFUSAL, slowest, f"{refusals.count} refusals")
    accepted = seen.served(MOVE, WHOLE)
    waited = seen.waited(MOVE)
    note = f"of {accepted.count}; from when it was due {waited.p95:.0f}"
    yield Measured(targets.ACCEPTED, accepted.p95, note)
    yield Measured(targets.NORMAL, _recovered(twice), f"no move takes more than {SLOW:g} ms")
    alive = seen.waited(ALIVE)
    half = full.seen.waited(ALIVE).slowest
    note = f"p99 {alive.p99:.0f} of {alive.count}; with half the students {half:.0f}"
    yield Measured(targets.ALIVE, alive.slowest, note)


def _recovered(outcome: Outcome) -> float:
    """Seconds from the last drag until the last move that was slow or had no answer."""
    probes = [each for each in outcome.seen.samples if each.kind == AFTER]
    slow = [
        each.done - outcome.rested
        for each in probes
        if each.ending != ANSWERED or 1e3 * (each.done - each.due) > SLOW
    ]
    return max(slow, default=0.0) if probes else float("nan")


def table(outcome: Outcome) -> str:
    """A line for each kind of request, with milliseconds from when each was due."""
    seen, (server, generator) = outcome.seen, outcome.cores
    lines = [
        f"{'':<28}{'answered':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'slowest':>9}"
        f"{'later':>8}{'refused':>8}{'lost':>6}{'wrong':>6}"
    ]
    for kind, name in KINDS.items():
        times = seen.waited(kind)
        spread = (times.p50, times.p95, times.p99)
        counts = [len(seen.of(kind, ending)) for ending in ENDINGS[1:]]
        lines.append(
            f"{name:<28}{times.count:>9}"
            + "".join(f"{value:>8.0f}" for value in spread)
            + f"{times.slowest:>9.0f}{counts[0]:>8}{counts[1]:>8}{counts[2]:>6}{counts[3]:>6}"
        )
    lines += [
        f"{outcome.answers:.1f} answers/s; {seen.shown} of {seen.drags} drags ended with their "
        f"value shown; {seen.superseded} moves gave way to newer ones, "
        f"{seen.returned} went through Dash.",
        f"The server took {server:.2f} cores, the students {generator:.2f}; the last answer came "
        f"{outcome.late:.1f} s after the last drag began.",
        *(f"{count} x {what}" for what, count in seen.problems.most_common()),
    ]
    return "\n".join(lines)


def report(outcome: Outcome) -> dict[str, Any]:
    """The same for a report."""
    seen, (server, generator) = outcome.seen, outcome.cores
    kinds = {
        kind: seen.waited(kind).as_json()
        | {ending: len(seen.of(kind, ending)) for ending in ENDINGS}
        for kind in KINDS
    }
    return {
        "students": outcome.hall.students,
        "seconds": outcome.hall.seconds,
        "new": outcome.hall.new,
        "mode": "page" if outcome.hall.waits else "open",
        "answers_per_second": round(outcome.answers, 2),
        "drags": seen.drags,
        "shown": seen.shown,
        "superseded": seen.superseded,
        "through_dash": seen.returned,
        "server_cores": round(server, 3),
        "generator_cores": round(generator, 3),
        "requests": kinds,
        "problems": dict(seen.problems),
    }
