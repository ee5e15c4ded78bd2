"""What the headings of the lecture claim: each is a rule on the model's own numbers."""

from collections.abc import Callable, Mapping

from osteoniche import parameters
from osteoniche.lecture.numbers import Numbers
from osteoniche.narrative.answer import HARDLY, SHIELDED, SLOWED

Claim = Callable[[Numbers], bool]
HUNDREDFOLD = 100.0
"""How many times smaller the pair leaves the tumour, of which each drug alone does little."""
KEPT, EATEN = 1.0, 20.0
"""Percent of bone that healthy bone may change by, and that a tumour takes at least."""


def _kept(numbers: Numbers) -> bool:
    return abs(100 - numbers.bone_left) < KEPT


def _eaten(numbers: Numbers) -> bool:
    return 100 - numbers.bone_left > EATEN


def _hardly(numbers: Numbers) -> bool:
    return 1 < numbers.times_below("chemotherapy") < HARDLY * HARDLY and numbers.outcome <= 1


def _shielded(numbers: Numbers) -> bool:
    return numbers.mechanism.blocked > SHIELDED and (numbers.mechanism.rise or 0) > HARDLY


def _together(numbers: Numbers) -> bool:
    alone = max(numbers.times_below(arm) for arm in ("chemotherapy", "antibody"))
    return numbers.times_below("combination") > HUNDREDFOLD and alone < SLOWED


def _input(numbers: Numbers) -> bool:
    """The hundredfold is among what the set was fitted to meet, so it is no prediction."""
    return parameters.is_fitted(numbers.shown.scenario.set) and _together(numbers)


CLAIMS: Mapping[str, Claim] = {
    "bone is kept": _kept,
    "bone is eaten": _eaten,
    "hardly helped": _hardly,
    "shielded": _shielded,
    "together": _together,
    "an input": _input,
}
