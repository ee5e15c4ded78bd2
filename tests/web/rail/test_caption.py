"""Settings in words: everything that a run was made with, and nothing rounded."""

import pytest
from tests.runs import give, run, scenario

from osteoniche import __version__, parameters
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.study import compare
from osteoniche.web.rail import caption

SAID = {
    "opening": (
        preset(OPENING),
        "Mouse, Paclitaxel 10 mg/kg ip on day 7 and every 3.5 days, Jagged1 induction 3.9 fold, "
        "42 days",
    ),
    "none": (preset("untreated"), "Mouse, no drug, Jagged1 induction 3.9 fold, 42 days"),
    "dose 0 is none": (
        scenario(treatments=[give("paclitaxel", dose=0.0)], induction=10 / 3),
        "Mouse, no drug, Jagged1 induction 3.3333333333333335 fold, 42 days",
    ),
    "everything": (
        scenario(
            species=HUMAN,
            days=400,
            host="knock-out",
            tumour="jagged1-high",
            treatments=[
                give("paclitaxel", HUMAN, route="infusion", hours=2.5, until=90.0),
                give("15D11", HUMAN, dose=3.25, every=None, start=12.5),
                give("rankl-inhibitor", HUMAN),
            ],
            parameters={"kkP": 0.123456789},
        ),
        "Patient, Paclitaxel 175 mg/m² infusion of 2.5 hours on day 30 and every 21 days before "
        "day 90, 15D11 (anti-Jagged1) 3.25 mg/kg infusion of 1 hour on day 12.5, Denosumab 120 mg "
        "sc on day 30 and "
        "every 28 days, Jagged1 induction 3.9 fold, Osteoblast Jagged1: none (as in knock-out "
        "mice), Tumour: cells with much Jagged1 of their own, kkP = 0.123456789, 400 days",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_settings_in_words(name):
    given, said = SAID[name]
    assert caption.settings(given) == said


def test_a_picture_names_the_settings_of_each_run_that_is_kept():
    kept = [("High <b> & 1", preset("combination"))]
    shown = compare(preset(OPENING), lambda asked: run(asked), kept)
    own, pin = caption.lines(shown)
    made = f"parameter set {parameters.DEFAULT}, Osteoniche {__version__}"
    assert own == f"Your run: {caption.settings(preset(OPENING))}, {made}"
    assert pin == f"High <b> & 1: {caption.settings(preset('combination'))}, {made}"
