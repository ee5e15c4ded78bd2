"""What folded sections say they hold."""

import pytest
from tests.runs import give, scenario

from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import preset
from osteoniche.web.kit import words
from osteoniche.web.rail.summaries import summaries


def test_there_is_a_line_for_each_folded_section():
    assert set(summaries(preset("chemotherapy"))) == set(words.FOLDS.values())


def test_the_usual_mouse_and_patient():
    mouse = summaries(preset("chemotherapy"))
    assert mouse["subject"] == "Mouse · 42 days"
    assert mouse["bone"] == "none"
    assert mouse["schedule-chemotherapy"] == "twice a week from day 7"
    assert mouse["schedule-bone"] == "none"
    patient = summaries(preset("combination", HUMAN))
    assert patient["subject"] == "Patient · 731 days"
    assert patient["schedule-antibody"] == "every three weeks from day 30"


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        ({"every": 5.0}, "every 5 days from day 7"),
        ({"every": None}, "once, on day 7"),
        ({"start": 9.0, "until": 30.0}, "twice a week from day 9 to 30"),
    ],
)
def test_another_schedule_is_told(plan, line):
    asked = scenario(treatments=[give("paclitaxel", **plan)])
    assert summaries(asked)["schedule-chemotherapy"] == line


def test_later_courses_are_told():
    first = give("paclitaxel", until=21.0)
    cycles = give("paclitaxel", dose=20, start=21.0, every=1.0, doses=2, again=7.0, until=35.0)
    last = give("paclitaxel", dose=5.5, start=35.0, every=None)
    asked = scenario(treatments=[first, cycles, last])
    assert summaries(asked)["schedule-chemotherapy"] == (
        "twice a week from day 7 to 21; then 20 mg/kg every day from day 21, 2 times, anew after "
        "7 days, to day 35; then 5.5 mg/kg once, on day 35"
    )


def test_another_animal_tumour_and_bone_drug_are_told():
    asked = scenario(
        treatments=[give("paclitaxel"), give("zoledronate", dose=50)],
        host="transgenic",
        tumour="none",
    )
    told = summaries(asked)
    assert told["subject"] == (
        "Mouse · 42 days · no tumour: healthy bone · six times as much (as in transgenic mice)"
    )
    assert told["bone"] == "Zoledronate 50 µg/kg"
