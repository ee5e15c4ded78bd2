"""Which shape of the model a fit chooses: a rule that was set before results were looked at.

A variant with more unknowns has to lower the cost by more than one for each of them. Where that
can hardly tell (less than one apart), the shape is chosen that predicts more left-out experiments
within threefold at their last point.
"""

from collections.abc import Mapping, Sequence

from osteoniche.calibration.fit import Fit, best
from osteoniche.calibration.left_out import LeftOut
from osteoniche.calibration.scores import LOO_FACTOR, predicted
from osteoniche.calibration.unknowns import VARIANTS

CLOSE = 1.0
"""How far costs, with one for each unknown, may lie apart that can hardly tell."""


def by_variant(fits: Sequence[Fit], each: int) -> dict[str, Sequence[Fit]]:
    """Fits in the order of the variants, `each` starts of each, by variant."""
    return {name: fits[number * each : (number + 1) * each] for number, name in enumerate(VARIANTS)}


def contenders(fits: Sequence[Fit], each: int) -> tuple[str, ...]:
    """The variants between which the cost can hardly tell, that of the least cost first."""
    ranked = {
        name: best(found).cost + len(best(found).vector)
        for name, found in by_variant(fits, each).items()
    }
    order = sorted(ranked, key=lambda name: ranked[name])
    return tuple(name for name in order if ranked[name] < ranked[order[0]] + CLOSE)


def within(variant: str, unseen: Sequence[LeftOut]) -> int:
    """How many left-out experiments end within threefold."""
    return sum(score.last_factor <= LOO_FACTOR for score in predicted(variant, unseen))


def chosen(unseen: Mapping[str, Sequence[LeftOut]]) -> str:
    """The variant that predicts most, of contenders in the order of their costs."""
    return max(unseen, key=lambda name: within(name, unseen[name]))
