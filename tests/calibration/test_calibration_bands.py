"""Bands around any curve, from draws that are made once."""

import numpy as np
import pytest

from osteoniche import study
from osteoniche.calibration import bands
from osteoniche.calibration.bands import Draws, band
from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Role
from osteoniche.calibration.unknowns import SCENARIOS_OWN, of_constant
from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset

SHOWN = ("tumour_cells", "bone_mass_percent")


@pytest.fixture(scope="session")
def made() -> Draws:
    return bands.draws(shipped())


def test_the_draws_are_the_same_every_time_and_come_in_pairs(made: Draws) -> None:
    again = bands.draws(shipped())
    assert again.unknowns == made.unknowns
    np.testing.assert_array_equal(again.shifts, made.shifts)
    fitted = [i for i, one in enumerate(made.unknowns) if one.symbol in shipped().shared]
    np.testing.assert_array_equal(made.shifts[0::2][:, fitted], made.shifts[1::2][:, fitted])
    rest = [i for i in range(len(made.unknowns)) if i not in fitted]
    assert (made.shifts[0::2][:, rest] != made.shifts[1::2][:, rest]).all()


def test_the_draws_of_the_fit_keep_what_the_bounds_say(of_shipped: Problem) -> None:
    """The usual draws keep the bounds of rows, whatever the story wants; the other set both."""
    made = shipped()
    bounds = np.array([one.term.holds != "equal" for one in of_shipped.placed])
    story = np.array([one.term.role is Role.STORY for one in of_shipped.placed])

    def broken(draws: np.ndarray, which: np.ndarray) -> float:
        deviations = of_shipped.deviations(of_shipped.predictions(draws))[:, which]
        return float(np.median((deviations**2).sum(axis=1)))

    assert broken(made.draws, bounds & ~story) < 3
    assert broken(made.story_draws, bounds) < 10
    assert broken(made.draws, story) > 10 * broken(made.story_draws, story)
    for draws in (made.draws, made.story_draws):
        assert len(draws) >= 200
        spread = draws.std(axis=0) / np.sqrt(np.diag(made.covariance))
        assert 0.3 < np.median(spread) < 1.3


def test_the_draws_of_an_older_fit_shift_the_constant_that_took_a_place() -> None:
    """Docetaxel's own kill is a ratio now: its shift is that of the two together."""
    older = shipped("fitted-2026")
    columns = {one.symbol: i for i, one in enumerate(older.unknowns) if one.experiment is None}
    moved = older.draws - older.vector
    found = bands.draws(older, members=2 * len(moved))
    ratio = [one.symbol for one in found.unknowns].index("potD")
    expected = moved[:, columns["kkD"]] - moved[:, columns["kkP"]]
    np.testing.assert_allclose(found.shifts[0::2, ratio], expected)
    scenario = preset("chemotherapy").changed(set="fitted-2026", days=7)
    assert band(scenario, SHOWN, members=8).members == 8


def test_members_of_two_bands_share_their_draws(made: Draws) -> None:
    """So that two runs can be compared member by member: the same run is the same size."""
    first, second = (band(preset("antibody"), SHOWN, given=made) for _ in range(2))
    np.testing.assert_array_equal(first.of(first.last, SHOWN[0]), second.of(second.last, SHOWN[0]))
    assert first.last.shape == (len(SHOWN), len(made.shifts))
    low, high = bands.ends(first.of(first.last, SHOWN[0]))
    assert low == pytest.approx(first.lower[0, -1])
    assert high == pytest.approx(first.upper[0, -1])
    assert (first.highest >= first.last).all()


def test_growth_and_inoculum_are_the_scenarios_own(made: Draws) -> None:
    assert SCENARIOS_OWN.isdisjoint(one.symbol for one in made.unknowns)


def test_a_band_lies_around_the_curve_on_its_rows(made: Draws) -> None:
    scenario = preset("chemotherapy").changed(parameters=shipped().values["mouse"])
    found = band(scenario, SHOWN, given=made)
    curve = study.simulate(scenario, throw=True)
    np.testing.assert_array_equal(found.days, curve.grid)
    assert found.members >= 380
    for i, name in enumerate(SHOWN):
        inside = (found.lower[i] <= curve[name] * 1.001) & (curve[name] <= found.upper[i] * 1.001)
        assert inside.mean() > 0.9
    assert (found.lower <= found.upper).all()
    assert ((found.assumed >= 0) & (found.assumed <= 1)).all()
    assert found.upper[0, -1] > 1.5 * found.lower[0, -1]


def test_without_a_tumour_or_a_drug_there_is_nothing_to_be_uncertain_about(made: Draws) -> None:
    found = band(Scenario(tumour="none"), SHOWN, given=made)
    np.testing.assert_allclose(found.upper - found.lower, 0.0, atol=1e-8)  # rounding of health
    assert (found.assumed == 0).all()


def test_a_constant_that_the_scenario_sets_is_not_drawn() -> None:
    """One drawn constant that the visitor sets: no band is left."""
    only = Draws((of_constant("kkP"),), 0.5 * np.array([[-1.0], [1.0], [-0.5], [0.5]]))
    free = band(preset("chemotherapy"), SHOWN, given=only)
    assert free.upper[0, -1] > 1.05 * free.lower[0, -1]
    chosen = preset("chemotherapy").changed(parameters={"kkP": 0.5})
    fixed = band(chosen, SHOWN, given=only)
    np.testing.assert_allclose(fixed.upper, fixed.lower, rtol=1e-12)


def test_the_assumed_share_is_all_or_nothing_where_only_one_kind_is_drawn() -> None:
    one = 0.5 * np.random.default_rng(3).standard_normal((20, 1))
    differ = Draws((of_constant("kkP"),), one)
    alike = Draws((of_constant("kkP"),), np.repeat(one[::2], 2, axis=0))
    for drawn, low, high in ((differ, 0.5, 1.0), (alike, 0.0, 1e-9)):
        share = band(preset("chemotherapy"), SHOWN, given=drawn).assumed[0, -1]
        assert low <= share <= high


def test_patients_have_bands_too(made: Draws) -> None:
    found = band(preset("untreated", "human"), SHOWN, given=made)
    assert np.isfinite(found.lower).all()
    assert found.lower[0, -1] < found.upper[0, -1]


def test_an_unknown_read_out_is_refused(made: Draws) -> None:
    with pytest.raises(ScenarioError, match="readouts"):
        band(Scenario(), ["nothing"], given=made)
