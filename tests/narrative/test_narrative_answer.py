"""The title of a run: short, and true of its numbers."""

import pytest
from hypothesis import HealthCheck, given, settings
from tests import strategies
from tests.runs import give, run, scenario

from osteoniche.engine.result import Status, failed
from osteoniche.narrative import answer, blocked
from osteoniche.quantity import HUMAN, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import PRESETS, preset

LONGEST = 90
"""Characters of a title of a preset, which has one line of a desk's screen."""


def told(asked: Scenario):
    return answer(asked, run(asked), run(asked.changed(treatments=[])))


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_a_title_of_one_line_and_a_reason(name, species):
    found = told(preset(name, species))
    assert 20 < len(found.title) <= LONGEST
    assert found.title.count(".") == 1 + ("%" in found.title)
    assert len(found.why) > 20


def test_the_story_of_a_mouse():
    titles = {name: told(preset(name)).title for name in PRESETS}
    assert titles["chemotherapy"] == "Paclitaxel alone hardly helps: the bone shields it."
    assert titles["combination"].startswith("Paclitaxel and 15D11 hold the tumour down: ")
    assert titles["antibody"] == "15D11 alone hardly helps: nothing kills its cells."
    assert titles["healthy"] == "Without a tumour: bone renews itself."


def test_a_dose_that_hardly_covers_leaves_the_shield():
    little = scenario(treatments=[give("paclitaxel"), give("15D11", dose=0.05)])
    assert told(little).because == "the bone shields it"


def test_who_has_no_jagged1_has_no_shield():
    assert told(preset("chemotherapy").changed(induction=1.0)).because == "little shields it"


def test_a_patient_is_told_of_as_idealised():
    found = told(preset("chemotherapy", HUMAN))
    assert "the bone shields it" in found.title
    assert "idealised patient" in found.why


def test_a_run_that_failed_has_no_title_but_its_status():
    asked = preset("chemotherapy")
    found = answer(asked, failed(Status.TOO_SLOW), run(preset("untreated")))
    assert found.title == "No curve for these settings."
    assert found.why == Status.TOO_SLOW.value


def test_the_kill_is_blocked_by_notch_where_something_kills():
    chemotherapy = preset("chemotherapy")
    assert blocked(chemotherapy, run(chemotherapy)) == pytest.approx(85, abs=3)
    assert f"{round(blocked(chemotherapy, run(chemotherapy)), 1)} %" in told(chemotherapy).why
    assert blocked(preset("antibody"), run(preset("antibody"))) is None
    assert blocked(preset("healthy"), run(preset("healthy"))) is None


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.scenarios())
def test_any_run_has_a_title(asked):
    found = told(asked)
    assert found.title.endswith(".")
    assert ".." not in found.title
    assert ": ." not in found.title
