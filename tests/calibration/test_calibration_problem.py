"""The problem of least squares: predictions, Jacobian and bounds against SciPy's own curves."""

import numpy as np
import pytest
from small import ARMS, CELLS, TRUTH, bounds_only, problem, scipy_level, synthetic

from osteoniche.calibration.fit import solve
from osteoniche.calibration.groups import Cases, groups
from osteoniche.calibration.problem import FAILED, STEP, Problem
from osteoniche.calibration.terms import Holds
from osteoniche.errors import SolverError


@pytest.fixture(scope="session")
def whole() -> Problem:
    return problem(synthetic(), "kkP", "KN")


def truth(whole: Problem) -> np.ndarray:
    return np.array([unknown.number(TRUTH[unknown.name]) for unknown in whole.unknowns])


def test_predictions_are_those_of_the_solver_on_the_same_scenarios(whole: Problem) -> None:
    """The numbers were made by SciPy from TRUTH, so at TRUTH every deviation is 0."""
    deviations = whole.deviations(whole.predictions(truth(whole)))
    assert np.abs(deviations).max() < 0.01


def test_the_jacobian_is_that_of_central_differences_by_scipy(whole: Problem) -> None:
    point = truth(whole) + 0.1
    values = whole.values(point[None])[0]
    ours = whole.slopes(point)
    for column, (name, value) in enumerate(zip(whole.names, values, strict=True)):
        if name.endswith("light"):
            np.testing.assert_allclose(ours[:, column], 1.0, atol=1e-9)
            continue
        constants = dict(zip((one.symbol for one in whole.unknowns), values, strict=True))
        constants.pop("light")
        for row, one in enumerate(whole.placed):
            (part,) = one.term.levels
            arm = next(each for each in ARMS if each.name == part.arm)
            up, down = (
                np.log(
                    scipy_level(
                        arm,
                        constants | {whole.unknowns[column].symbol: value * np.exp(step)},
                        CELLS,
                        part.day,
                    )
                )
                for step in (STEP, -STEP)
            )
            assert ours[row, column] == pytest.approx((up - down) / (2 * STEP), abs=2e-3)


def test_known_constants_are_recovered(whole: Problem) -> None:
    """From the declared values, two to three times away, with weak priors."""
    found = solve(whole, whole.centre)
    assert found.arrived
    for name, value in zip(whole.names, whole.values(found.vector[None])[0], strict=True):
        assert value == pytest.approx(TRUTH[name], rel=0.08), name
    r0 = whole.names.index("synthetic.r0")
    assert whole.values(found.vector[None])[0][r0] == pytest.approx(0.24, rel=0.01)
    assert np.linalg.eigvalsh(found.covariance).min() > 0


@pytest.mark.parametrize(
    ("target", "holds", "kept"),
    [(1.01, "at least", True), (1e6, "at least", False), (1e6, "at most", True),
     (1.001, "at most", False)],
)  # fmt: skip
def test_a_bound_costs_nothing_while_it_holds(target: float, holds: str, kept: bool) -> None:
    bounded = problem(bounds_only(target, holds), "kkP")
    deviation = bounded.deviations(bounded.predictions(bounded.centre))[0, 0]
    slope = bounded.jacobian(bounded.centre)[0, 0]
    assert (deviation == 0.0) == kept
    assert (slope == 0.0) == kept
    if not kept:
        assert np.sign(deviation) == (-1 if holds == "at least" else 1)


def test_the_jacobian_of_residuals_is_their_derivative_with_priors(whole: Problem) -> None:
    point = truth(whole) + 0.2
    numeric = np.stack(
        [
            (whole.residuals(point + step) - whole.residuals(point - step)) / 0.04
            for step in 0.02 * np.eye(len(point))
        ],
        axis=1,
    )
    np.testing.assert_allclose(whole.jacobian(point), numeric, atol=0.05)


def test_a_run_that_fails_counts_as_far_off_and_no_fit_begins_there(whole: Problem) -> None:
    lost = np.full((1, len(whole.placed)), np.nan)
    assert (whole.deviations(lost) == FAILED).all()

    class Nowhere:
        unknowns, clipped = whole.unknowns, whole.clipped

        def predictions(self, vector: np.ndarray) -> np.ndarray:
            return lost

    with pytest.raises(SolverError, match="no curve"):
        solve(Nowhere(), whole.centre)  # type: ignore[arg-type]


def test_whoever_watches_can_stop_a_fit(whole: Problem) -> None:
    class Stop(Exception):
        pass

    seen: list[np.ndarray] = []

    def tell(vector: np.ndarray) -> None:
        seen.append(vector)
        if len(seen) == 2:
            raise Stop

    with pytest.raises(Stop):
        solve(whole, whole.centre, tell=tell)
    assert len(seen) == 2


def test_a_group_is_run_only_for_what_it_depends_on(whole: Problem) -> None:
    """The read-out factor moves no curve: the three different vectors are two curves a group."""
    found = groups(whole.experiments, whole.unknowns, {})
    values = np.tile(whole.values(truth(whole)[None]), (3, 1))
    values[1, whole.names.index("synthetic.light")] *= 2
    values[2, whole.names.index("kkP")] *= 2
    assert len(Cases(found, values)) == 2 * len(ARMS)


def test_bounds_have_a_side() -> None:
    assert {Holds("at least"), Holds("at most"), Holds("equal")} == set(Holds)
