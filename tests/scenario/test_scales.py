"""A dose that is felt by its ratios: where its dial stands, by the same cases as in the browser."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.scenario import scales
from osteoniche.scenario.limits import dose_range
from osteoniche.system import default_system

CASES = json.loads((Path(__file__).parents[1] / "scripts" / "scales.json").read_text("utf-8"))
RUNGS = scales.rungs(CASES["largest"])


def test_the_smallest_rungs_are_those_of_the_cases():
    assert list(RUNGS[: len(CASES["rungs"])]) == CASES["rungs"]


@pytest.mark.parametrize(("dose", "step"), CASES["landmarks"].items())
def test_landmarks_are_ten_steps_apart(dose, step):
    assert scales.position(RUNGS, float(dose)) == pytest.approx(step, abs=1e-12)
    assert scales.value(RUNGS, step) == float(dose)


@pytest.mark.parametrize("dose", CASES["between"])
def test_a_dose_between_two_steps_comes_back(dose):
    position = scales.position(RUNGS, dose)
    assert scales.value(RUNGS, position) == dose
    assert RUNGS[int(position)] < dose < RUNGS[int(position) + 1]


@pytest.mark.parametrize(("dose", "step"), CASES["beyond"].items())
def test_what_lies_beyond_stands_at_the_end(dose, step):
    assert scales.position(RUNGS, float(dose)) == step


@given(st.integers(1, 30 * 10**8), st.integers(8, 10))
def test_every_dose_that_people_write_comes_back(digits, power):
    dose = min(float(f"{digits}e-{power}"), 30.0)
    assert scales.value(RUNGS, scales.position(RUNGS, dose)) == dose


@given(st.floats(0.5, 3000, allow_nan=False))
def test_any_largest_dose_has_a_scale_that_rises(largest):
    rungs, marks = scales.rungs(largest), scales.landmarks(largest)
    assert rungs[0] == 0
    assert rungs[-1] == marks[-1] == largest
    assert list(rungs) == sorted(set(rungs))
    assert set(marks) <= set(rungs)


@pytest.mark.parametrize("species", [MOUSE, HUMAN])
def test_drugs_that_say_so_have_a_scale(species):
    for drug in default_system().drugs:
        allowed = dose_range(drug, species)
        assert bool(allowed.scale) == drug.logarithmic
        if allowed.scale:
            assert allowed.scale[-1] == allowed.high
            assert allowed.default in allowed.scale
