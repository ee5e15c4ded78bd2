"""The calibration that comes with the program: what it rests on, and that no study gets worse."""

import json

import numpy as np
import pytest
from benchmarks import evidence

from osteoniche import parameters
from osteoniche.calibration import scores
from osteoniche.calibration.agreement import agreement, measured
from osteoniche.calibration.experiments import EXPERIMENTS
from osteoniche.calibration.parameter_set import as_json, from_json, shipped
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.scores import ENOUGH, LOO_FACTOR, Badge, How, Score
from osteoniche.calibration.terms import Role
from osteoniche.calibration.unknowns import VARIANTS
from osteoniche.calibration.whole import fingerprints, studies
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES, Kind
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.system import declared_system, default_system

MADE = shipped()


@pytest.fixture(scope="session")
def fitted() -> tuple[Score, ...]:
    return scores.fitted(MADE)


@pytest.fixture(scope="session")
def left_out() -> tuple[Score, ...]:
    return scores.left_out(MADE)


def test_it_was_fitted_to_the_rows_and_experiments_that_are_declared_now() -> None:
    """If this fails, run `osteoniche fit --out` anew: the file is never edited by hand."""
    for mark in ("rows", "experiments"):
        assert MADE.marks[mark] == fingerprints()[mark], mark


@pytest.mark.parametrize("species", SPECIES)
def test_a_scenario_accepts_the_set_whole(species: str) -> None:
    assert parameters.held(parameters.DEFAULT, species) == MADE.values[species]
    whole = parameters.load(parameters.DEFAULT, species)
    assert Scenario(species=species, parameters=whole).overrides()["aG"] == whole["aG"]


def test_its_file_is_written_as_it_was_read() -> None:
    assert json.loads(as_json(MADE)) == parameters._read(parameters.DEFAULT)


def test_it_is_the_default_and_moves_what_it_fitted_in_mice_alone() -> None:
    declared = declared_system().by_symbol
    for symbol, now in default_system().by_symbol.items():
        before = declared[symbol]
        assert now.declared == before.values
        held = symbol in MADE.values[MOUSE] or symbol in SET_BY_OTHERS
        usual = before.values if held else {each: before.without(each) for each in SPECIES}
        assert now.values[HUMAN] == usual[HUMAN]
        assert (now.values[MOUSE] != usual[MOUSE]) == (symbol in MADE.shared), symbol
        by = f"fitted (parameter set {parameters.DEFAULT})"
        assert (by in now.source) == (symbol in MADE.shared)
        assert now.kinds[MOUSE] is (Kind.FITTED if symbol in MADE.shared else before.kinds[MOUSE])
        for species in SPECIES:
            low, high = now.bounds(species)
            assert (low, high) == before.bounds(species)
            assert low <= now.values[species] <= high


def test_its_cost_is_what_the_file_says(of_shipped: Problem) -> None:
    assert of_shipped.cost(MADE.vector) == pytest.approx(MADE.cost, rel=0.02)


def test_every_shape_was_tried_and_chosen_by_the_rule() -> None:
    """The fade of the gain pays for its constant; the loss of pre-osteoblasts predicts Bennett."""
    least = {name: min(costs) for name, costs in MADE.costs.items()}
    assert set(least) == set(VARIANTS)
    assert least["birth, fading"] < least["birth"] - 1 < least["survival"] - 1
    assert MADE.variant == "birth, fading, pre-osteoblasts"


def test_every_fitted_constant_has_a_verdict() -> None:
    assert {one.name for one in MADE.profiles} == set(MADE.shared)


def test_every_study_is_reproduced_by_the_fit(fitted: tuple[Score, ...]) -> None:
    assert {one.experiment for one in fitted} == {
        one.name for one in EXPERIMENTS if any(term.rows for term in one.terms)
    }
    for score in fitted:
        assert score.share >= ENOUGH, score.experiment
        assert score.badge is Badge.REPRODUCED


def test_predictions_are_as_good_as_is_said(left_out: tuple[Score, ...]) -> None:
    """Nine of ten experiments end within threefold; the eleventh is a bound that is an input."""
    experiments = [score for score in left_out if score.experiment != "lucap-2006"]
    assert len(experiments) == 10
    assert [one.experiment for one in experiments if one.last_factor > LOO_FACTOR] == ["betts-2018"]
    found = agreement(measured(left_out))
    assert 0.90 <= found.covered <= 0.99
    assert found.within_three > 0.95


def test_no_bound_is_broken_by_more_than_its_own_error(of_shipped: Problem) -> None:
    deviations = of_shipped.deviations(of_shipped.predictions(MADE.vector))[0]
    for one, deviation in zip(of_shipped.placed, deviations, strict=True):
        if one.term.role in (Role.SIGN, Role.STORY):
            assert abs(deviation) < 1, one.term.name


def test_what_is_missed_when_left_out_has_its_reason(left_out: tuple[Score, ...]) -> None:
    assert {one.study for one in left_out} == set(studies())
    for score in left_out:
        assert score.how is How.LEFT_OUT
        if score.last_factor > LOO_FACTOR or score.badge is not Badge.REPRODUCED:
            assert score.reason, score.experiment


def test_no_experiment_is_met_worse_than_the_table_says() -> None:
    """`make evidence ARGS=--update` writes it; the difference is looked at before it is kept."""
    assert evidence.worsened(scores.table(), evidence.rows()) == []


def test_the_kept_badges_are_those_of_now(
    fitted: tuple[Score, ...], left_out: tuple[Score, ...]
) -> None:
    now = {(one.experiment, one.how): one.badge for one in (*fitted, *left_out)}
    assert scores.kept() == now


def test_the_table_tells_what_is_worse() -> None:
    before = scores.table()
    worse = [dict(row) for row in before]
    worse[0]["badge"] = Badge.NOT.value
    worse[1]["distance"] = str(2 + 2 * float(before[1]["distance"]))
    told = evidence.worsened(before, worse[:-1])
    assert len(told) == 3
    assert "not reproduced" in told[0]
    assert evidence.worsened(worse, worse) == []


def test_the_covariance_is_one() -> None:
    np.testing.assert_allclose(MADE.covariance, MADE.covariance.T, rtol=1e-5, atol=1e-9)
    assert np.linalg.eigvalsh(MADE.covariance).min() > 0


def test_a_set_that_was_not_fitted_is_no_calibration() -> None:
    with pytest.raises(ScenarioError, match="osteoniche fit"):
        from_json('{"title": "Something else"}')
    with pytest.raises(ScenarioError, match="choose from"):
        shipped("nothing")
    with pytest.raises(ScenarioError, match="osteoniche fit"):
        shipped("reference-2026")
