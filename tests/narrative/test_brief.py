"""One run in a few words: short enough to be heard, with the numbers of the table."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from tests import expected, strategies
from tests.runs import run, scenario

from osteoniche.engine.result import Status, failed
from osteoniche.narrative import brief
from osteoniche.narrative.brief import LONGEST
from osteoniche.numerals import percent, short
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.study import Headline, headline


def numbers_of(asked: Scenario) -> Headline | None:
    return headline(asked, run(asked), run(asked.changed(treatments=[])))


def told(asked: Scenario) -> str:
    return brief(run(asked), numbers_of(asked))


def test_it_says_what_the_table_says():
    asked = preset("combination")
    numbers = numbers_of(asked)
    assert numbers is not None
    assert numbers.fold_below_untreated is not None
    assert told(asked) == (
        f"Tumour {short(numbers.fold_below_untreated)} times smaller than untreated; "
        f"{percent(numbers.bone_lost_percent)} of the bone is lost."
    )


def test_without_treatment_it_says_how_many_cells_there_are():
    begin = f"Tumour of {expected.UNTREATED_CELLS} cells; {expected.LOST['untreated']}"
    assert told(preset("untreated")).startswith(begin)
    assert told(scenario(tumour="none")) == "No tumour; no bone is lost."


def test_a_tumour_as_large_as_untreated_and_one_that_is_gone():
    numbers = numbers_of(preset("chemotherapy"))
    assert numbers is not None
    result = run(preset("chemotherapy"))
    same, gone = replace(numbers, fold_below_untreated=1.0), replace(numbers, burden=0.5)
    assert brief(result, same).startswith("Tumour the same size as untreated; ")
    assert brief(result, gone).startswith("Fewer than one tumour cell is left; ")


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.OK])
def test_a_run_that_failed_says_so_in_its_first_sentence(status):
    said = brief(failed(status), None)
    assert status.value.startswith(said)
    assert said.endswith(".")
    assert len(said) <= LONGEST


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_short_enough(name, species):
    assert len(told(preset(name, species))) <= LONGEST


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.scenarios())
def test_any_run_is_short_enough(asked):
    assert 0 < len(told(asked)) <= LONGEST
