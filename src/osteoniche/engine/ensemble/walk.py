"""The way of one curve through its pieces, compiled: CyRK integrates, the rest is bookkeeping.

States that follow linear equations are not integrated: between two cuts they are sums of
exponentials. Each piece is tried with Tsit5; one that takes too many steps, because it is stiff or
long, is given to LSODA. Nothing here holds the interpreter lock.
"""

from typing import Any

import numba
import numpy as np
from numba import carray  # type: ignore[attr-defined]

from osteoniche.engine.ensemble.shapes import Vector, Whole

# What numba compiles here is kept as long as this file stays as it is: so its numbers stand here,
# and nothing that is compiled with it stands elsewhere.
TSIT5, LSODA = 9, 7
"""CyRK's numbers of the two methods."""
SUCCESS, TOO_MANY_STEPS = 1, -52
"""CyRK's numbers of two outcomes."""
OK, TOO_MANY_EVALUATIONS, TOO_SLOW, NOT_FINITE, NEGATIVE, SOLVER_STOPPED, LEFT = range(7)
"""How a curve ended: the places of the statuses, and that it was left when all was stopped."""
FIRST_STEP = 0.2
"""First step of a piece, in times in which its fastest exponential falls to a third.

What is not integrated can not shorten a step: without this the first step passes over all that a
drug does in its first hour.
"""
SHORT = 0.02
"""Share of a piece below which a first step is prescribed; else CyRK finds one by itself."""
STEPS_AT_MOST = 1_000_000
"""Steps of LSODA in one piece; the budget is the real limit."""
MEGABYTES = 2000
"""What CyRK may use; it needs a hundredth of a megabyte."""

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")


@compiled
def follow(
    library: Any,
    plan: Any,
    curves: Any,
    rules: Any,
    stop: Whole,
    room: Any,
    states: Vector,
    status: Whole,
    spent: Whole,
) -> None:
    """Walk curves one after the other, in `room`.

    `states` (curves, days, states) receives what is asked for, `status` how each ended, `spent` how
    many evaluations it took. When `stop[0]` is set by another thread, what is left is left.
    """
    for i in range(len(states)):
        if stop[0]:
            status[i] = LEFT
        else:
            states[i] = 0.0
            status[i] = _curve(library, plan, curves, rules, stop, room, i, states[i])
            spent[i] = int(room.args[rules.slots.spent])


@compiled
def _curve(
    library: Any, plan: Any, curves: Any, rules: Any, stop: Whole, room: Any, i: int, states: Vector
) -> int:
    """Walk one curve; returns how it ended."""
    deadline = _seconds(library, rules.clock, room) + rules.seconds
    _set_out(curves, rules, room, i)
    pace, last = 0.0, len(plan.cuts) - 1
    for k in range(last + 1):
        _enter(plan, curves, room, rules.slots.constants, i, k)
        first, end = plan.rows[k], plan.rows[k + 1]
        if first < end and plan.days[first] == plan.cuts[k]:
            states[first] = room.now
            first += 1
        if k == last:
            break
        if stop[0]:
            return LEFT
        if _seconds(library, rules.clock, room) > deadline:
            return TOO_SLOW
        _straighten(curves, rules, room, i, plan.cuts[k])
        days = room.days[: end - first + 1]
        days[:-1] = plan.days[first:end]
        days[-1] = plan.cuts[k + 1]
        pace = _piece(library, curves, rules, room, i, plan.cuts[k], days, states[first:end], pace)
        if pace < 0:
            return _reason(rules, room)
    return _sign(rules, room, states)


@compiled
def _seconds(library: Any, clock: int, room: Any) -> float:
    library.clock(np.int32(clock), np.uint64(room.clock.ctypes.data))
    return float(room.clock[0]) + 1e-9 * float(room.clock[1])


@compiled
def _set_out(curves: Any, rules: Any, room: Any, i: int) -> None:
    """The arguments of the right-hand side and the states at day 0."""
    at, args = rules.slots, room.args
    args[:] = 0.0
    args[at.limit] = rules.evaluations
    args[at.constants : at.size] = curves.constants[i]
    room.now[:] = curves.start[i]
    room.peak[:] = room.now
    count = 0
    for k in range(len(rules.positions)):
        if curves.tail[i, k]:
            count += 1
            args[at.tail + count] = k
            room.integrated[len(rules.others) + count] = rules.positions[k]
    args[at.tail] = count
    room.integrated[1 : 1 + len(rules.others)] = rules.others
    room.integrated[0] = len(rules.others) + count
    used = np.flatnonzero(curves.worked_out[i])
    room.used[0] = len(used)
    room.used[1 : 1 + len(used)] = used


@compiled
def _enter(plan: Any, curves: Any, room: Any, constants: int, i: int, cut: int) -> None:
    """What enters at a cut: doses into states, infusions into inflows."""
    begin = plan.ends[cut - 1] if cut else 0
    for edge in range(begin, plan.ends[cut]):
        amount = plan.shares[edge] * curves.amounts[i, plan.drugs[edge]]
        target = plan.targets[edge]
        if plan.infusions[edge]:
            room.args[constants + target] += amount
        else:
            room.now[target] += amount


@compiled
def _straighten(curves: Any, rules: Any, room: Any, i: int, day: float) -> None:
    """Work out the exponentials of the piece that begins now."""
    first = rules.slots.constants + rules.first_inflow
    used = room.used[1 : 1 + room.used[0]]
    room.offsets[:] = 0.0
    for k in used:
        amount, inflow = 0.0, 0.0
        for j in used:
            amount += curves.back[i, k, j] * room.now[rules.positions[j]]
            for d in range(curves.inflow.shape[2]):
                entering = curves.inflow[i, j, d] * room.args[first + d]
                inflow += curves.back[i, k, j] * entering
        shift = inflow / curves.rates[i, k]
        for j in used:
            room.factors[j, k] = curves.there[i, j, k] * (amount + shift)
            room.offsets[j] -= curves.there[i, j, k] * shift
    _hand_over(curves, rules, room, i, day)


@compiled
def _hand_over(curves: Any, rules: Any, room: Any, i: int, day: float) -> None:
    """Put the exponentials that other states depend on into the arguments."""
    at, args = rules.slots, room.args
    args[at.begin] = day
    slot, count, fastest = at.lines + 1, 0, 0.0
    for j in rules.driven:
        if curves.worked_out[i, j]:
            args[slot], args[slot + 1], terms = j, room.offsets[j], 0
            for k in room.used[1 : 1 + room.used[0]]:
                if curves.there[i, j, k] != 0.0:
                    args[slot + 3 + 2 * terms] = curves.rates[i, k]
                    args[slot + 4 + 2 * terms] = room.factors[j, k]
                    terms += 1
                    if room.factors[j, k] != 0.0:
                        fastest = max(fastest, -curves.rates[i, k])
            args[slot + 2] = terms
            slot += 3 + 2 * terms
            count += 1
    args[at.lines] = count
    room.first_step[0] = FIRST_STEP / fastest if fastest > 0.0 else 0.0


@compiled
def _straight(curves: Any, rules: Any, room: Any, i: int, passed: float, state: Vector) -> None:
    """Write the linear states so many days after the beginning of the piece."""
    used = room.used[1 : 1 + room.used[0]]
    for j in used:
        state[rules.positions[j]] = room.offsets[j]
    for k in used:
        share = np.exp(curves.rates[i, k] * passed)
        for j in used:
            state[rules.positions[j]] += room.factors[j, k] * share


@compiled
def _piece(
    library: Any,
    curves: Any,
    rules: Any,
    room: Any,
    i: int,
    begin: float,
    days: Vector,
    states: Vector,
    pace: float,
) -> float:
    """Integrate one piece. Returns steps a day where Tsit5 takes too many, below 0 on failure."""
    length = days[-1] - begin
    if pace * length < rules.steps:
        outcome, reached, steps = _solve(library, rules, room, TSIT5, begin, days, states)
        if outcome == SUCCESS:
            _fill(curves, rules, room, i, begin, days, states)
            return pace
        if room.args[rules.slots.spent] > rules.evaluations:
            return -1.0
        if outcome == TOO_MANY_STEPS:
            pace = max(pace, steps / max(reached - begin, 1e-9 * length))
    outcome, _, _ = _solve(library, rules, room, LSODA, begin, days, states)
    if outcome != SUCCESS:
        return -1.0
    _fill(curves, rules, room, i, begin, days, states)
    return pace


@compiled
def _fill(
    curves: Any, rules: Any, room: Any, i: int, begin: float, days: Vector, states: Vector
) -> None:
    """Write the linear states of a piece beside those that were integrated."""
    for row in range(len(states)):
        _straight(curves, rules, room, i, days[row] - begin, states[row])
    _straight(curves, rules, room, i, days[-1] - begin, room.now)
    np.maximum(room.peak, room.now, room.peak)


@compiled
def _solve(
    library: Any, rules: Any, room: Any, method: int, begin: float, days: Vector, states: Vector
) -> tuple[int, float, int]:
    """One call of CyRK; on success `states` and the state that the next piece begins with."""
    args, none = room.args, np.uint64(0)
    relative = rules.relative if method == TSIT5 else rules.relative_stiff
    integrated = room.integrated[1 : 1 + room.integrated[0]]
    count = len(integrated)
    first_step = room.first_step[0] if room.first_step[0] < SHORT * (days[-1] - begin) else 0.0
    for n in range(count):
        room.start[n] = room.now[integrated[n]]
        room.absolute[n] = rules.absolute[integrated[n]]
    handle = library.solve(
        np.uint64(rules.equations), begin, days[-1], np.uint64(room.start.ctypes.data),
        np.uint64(count), np.int32(method), none, none,
        np.uint64(args.ctypes.data), np.uint64(8 * args.size),
        np.uint64(rules.steps if method == TSIT5 else STEPS_AT_MOST), np.uint64(MEGABYTES), False,
        np.uint64(days.ctypes.data), np.uint64(days.size), none, none, none,
        np.uint64(relative.ctypes.data), np.uint64(1),
        np.uint64(room.absolute.ctypes.data), np.uint64(count), np.inf,
        first_step, True,
    )  # fmt: skip
    args[:] = carray(library.arguments(handle), (args.size,))
    outcome, reached = library.outcome(handle), library.reached(handle)
    steps = int(library.steps(handle))
    if outcome == SUCCESS and int(library.size(handle)) == len(days):
        found = carray(library.states(handle), (len(days), count))
        for row in range(len(days)):
            target = states[row] if row < len(states) else room.now
            for n in range(count):
                target[integrated[n]] = found[row, n]
    elif outcome == SUCCESS:
        outcome = np.int32(0)
    library.free(handle)
    return outcome, reached, steps


@compiled
def _reason(rules: Any, room: Any) -> int:
    """Why no method could follow a piece."""
    at = rules.slots
    if room.args[at.spent] > rules.evaluations:
        return TOO_MANY_EVALUATIONS
    rates = room.args[at.out : at.out + len(room.now)]
    return SOLVER_STOPPED if np.isfinite(rates).all() else NOT_FINITE


@compiled
def _sign(rules: Any, room: Any, states: Vector) -> int:
    """Whether all numbers are numbers, and none is below zero by more than rounding."""
    for state in range(len(room.now)):
        largest, smallest = room.peak[state], room.now[state]
        for row in range(len(states)):
            largest = max(largest, states[row, state])
            smallest = min(smallest, states[row, state])
            if not np.isfinite(states[row, state]):
                return NOT_FINITE
        allowed = rules.undershoot * (rules.absolute[state] + rules.relative[0] * largest)
        if smallest < -allowed:
            return NEGATIVE
    return OK
