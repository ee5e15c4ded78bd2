"""A small calibration that tests can fit in a second, and SciPy's own curves of its groups."""

from collections.abc import Mapping

import numpy as np

from osteoniche import study
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Arm, Experiment, Role, Term, fold, level
from osteoniche.calibration.unknowns import of_constant, of_experiment

FEW = ("kkP", "iW", "Kmu")
"""The shared constants of the small calibration."""
CELLS = "tumour_cells"
PACLITAXEL = {"drug": "paclitaxel", "dose": 10.0, "start": 2.0, "every": 3.5, "route": "ip"}
ARMS = (
    Arm("untreated", {"days": 14}, control=True),
    Arm("treated", {"days": 14, "treatments": [PACLITAXEL]}),
)
TRUTH = {"kkP": 0.5, "KN": 2.4, "synthetic.r0": 0.24, "synthetic.light": 35.0}


def scipy_level(arm: Arm, constants: Mapping[str, float], readout: str, day: float) -> float:
    """A level of a group by the solver that the page uses, and not by the ensemble."""
    return study.simulate(arm.scenario(constants), throw=True).at(readout, day)


def synthetic(truth: Mapping[str, float] = TRUTH) -> Experiment:
    """An experiment whose numbers were made by SciPy from known constants."""
    constants = {"kkP": truth["kkP"], "KN": truth["KN"], "r0": truth["synthetic.r0"]}
    terms = [
        Term(
            f"{arm.name} {day}",
            float(np.log(truth["synthetic.light"] * scipy_level(arm, constants, CELLS, day))),
            0.05,
            (level(arm.name, CELLS, day),),
            factor=True,
            day=day,
        )
        for arm in ARMS
        for day in (3.0, 7.0, 10.0, 14.0)
    ]
    return Experiment("synthetic", "Nobody", "made by SciPy", ARMS, tuple(terms), ("r0",), True)


def bounds_only(target: float, holds: str) -> Experiment:
    """An experiment of one bound on the fold fall."""
    from osteoniche.calibration.terms import Holds

    term = Term(
        "bound", float(np.log(target)), 0.1, fold("untreated", "treated", 14.0),
        holds=Holds(holds), role=Role.SIGN,
    )  # fmt: skip
    return Experiment("bounded", "Nobody", "one bound", ARMS, (term,))


def problem(experiment: Experiment, *symbols: str) -> Problem:
    """A problem of one experiment with some shared constants free."""
    return Problem([experiment], [*map(of_constant, symbols), *of_experiment(experiment)])
