"""What a walk is told, and what it works with: bundles of arrays that numba can take apart."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Plan(NamedTuple):
    """The days of curves with the same schedule.

    `cuts` (pieces + 1) are the moments of dosing with the first and the last day; `edges` of each
    cut end at `ends` (pieces + 1). An edge adds `shares` of the amount of drug `drugs` to the state
    `targets` (for infusions: to that constant). `days` are asked for, `rows` of them (pieces +
    2 numbers) lie before each cut, those at a cut behind it.
    """

    cuts: Vector
    ends: Whole
    drugs: Whole
    targets: Whole
    infusions: npt.NDArray[np.bool_]
    shares: Vector
    days: Vector
    rows: Whole


class Curves(NamedTuple):
    """What differs between curves: constants, states at day 0, amounts of a dose, linear parts.

    All have the curves as their first axis. `rates` are the rates of the exponentials, `there` and
    `back` lead from states to exponentials and back, `inflow` is what the linear states take of
    each infusion. Linear states of drugs that are given are `worked_out`, or integrated behind the
    others (`tail`).
    """

    constants: Vector
    start: Vector
    amounts: Vector
    rates: Vector
    there: Vector
    back: Vector
    inflow: Vector
    worked_out: npt.NDArray[np.bool_]
    tail: npt.NDArray[np.bool_]


class Rules(NamedTuple):
    """Where things stand and how closely to follow: the same for all curves of a run."""

    equations: int
    slots: Any
    positions: Whole
    others: Whole
    driven: Whole
    first_inflow: int
    relative: Vector
    relative_stiff: Vector
    absolute: Vector
    undershoot: float
    steps: int
    evaluations: float
    seconds: float
    clock: int


class Room(NamedTuple):
    """What a curve is worked out in; whoever calls for a walk holds it until the walk is over.

    Whatever CyRK gets the address of lives here: numba frees an array after its last use, and does
    not see that an address still is one.
    """

    args: Vector
    now: Vector
    peak: Vector
    factors: Vector
    offsets: Vector
    used: Whole
    integrated: Whole
    days: Vector
    start: Vector
    absolute: Vector
    clock: Whole
    first_step: Vector

    @classmethod
    def of(cls, plan: Plan, curves: Curves, rules: Rules) -> "Room":
        """An empty one, for such curves on such days."""
        states, linear = curves.start.shape[1], len(rules.positions)
        return cls(
            args=np.zeros(rules.slots.size),
            now=np.zeros(states),
            peak=np.zeros(states),
            factors=np.zeros((linear, linear)),
            offsets=np.zeros(linear),
            used=np.zeros(linear + 1, dtype=np.int64),
            integrated=np.zeros(states + 1, dtype=np.int64),
            days=np.zeros(len(plan.days) + 1),
            start=np.zeros(states),
            absolute=np.zeros(states),
            clock=np.zeros(2, dtype=np.int64),
            first_step=np.zeros(1),
        )
