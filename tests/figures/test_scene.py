"""What the living picture is drawn from: the series of the run, packed."""

import base64
import json
from typing import Any

import numpy as np
import pytest
from tests.runs import give, run, scenario

from osteoniche.drugs import DRUGS
from osteoniche.engine.result import Status, failed
from osteoniche.figures import scene
from osteoniche.quantity import HUMAN, SPECIES
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.system import default_system

OPEN = preset("combination")


def opened(packed: list[Any], rows: int) -> np.ndarray:
    """A series as the page reads it."""
    if len(packed) == 1:
        return np.full(rows, packed[0])
    low, high, text = packed
    steps = np.frombuffer(base64.b64decode(text), "<u2")
    return low + (high - low) * steps / scene.STEPS


def days_of(sent: dict[str, Any]) -> np.ndarray:
    return opened(sent["days"], 0)


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_every_number_is_that_of_the_run_on_its_day(name, species):
    asked = preset(name, species)
    own = run(asked)
    sent = scene.scene(asked, own)
    days = days_of(sent)
    rows = np.abs(own.grid[:, None] - days).argmin(axis=0)
    assert np.abs(own.grid[rows] - days).max() < 0.02
    assert rows[-1] == len(own.grid) - 1
    for part, series in scene.SERIES.items():
        drawn = opened(sent["series"][part], len(days))
        drawn = 10**drawn if part in scene.LOGARITHMIC else drawn
        expected = np.maximum(own[series], scene.FEWEST) if part == "tumour" else own[series]
        near = 2e-5 * float(np.ptp(expected))
        assert drawn == pytest.approx(expected[rows], abs=near, rel=2e-4), part


def test_a_move_sends_the_same_with_fewer_days():
    long, short = (scene.scene(OPEN, run(OPEN), most) for most in (scene.AT_REST, scene.MOVING))
    assert len(days_of(short)) <= scene.MOVING + 2 < len(days_of(long))
    for sent in (long, short):
        assert days_of(sent)[[0, -1]] == pytest.approx([0, 42])
    assert len(json.dumps(short)) < 5_000


def test_what_does_not_move_is_its_value_alone():
    healthy = preset("healthy")
    assert scene.scene(healthy, run(healthy))["series"]["bone"] == [100.0]


def test_a_run_without_a_curve_has_no_picture():
    assert scene.scene(OPEN, failed(Status.TOO_SLOW)) is None


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("drug", DRUGS)
def test_a_drug_that_is_given_comes_with_its_level(drug, species):
    if species not in DRUGS[drug].dosing:
        pytest.skip("it is not given to this species")
    asked = scenario(species=species, treatments=[give(drug, species=species)])
    (sent,) = scene.scene(asked, run(asked))["drugs"]
    assert sent["drug"] == drug
    assert sent["name"] == default_system().by_name[drug].briefly(species)
    level = opened(sent["level"], 1)
    assert 0.9 < level.max() <= 1.0001, "of its highest level"


def test_a_tumour_of_another_start_begins_with_as_many_drawn_cells():
    """What one drawn cell stands for follows the tumour of day 0."""
    for asked in (OPEN, preset("combination", HUMAN)):
        first = run(asked)["tumour_cells"][0]
        assert scene.scene(asked, run(asked))["cell"] == pytest.approx(scene.BEGINS_AT * first)
