"""What stands behind a read-out and a drug, told from the experiments and their kept scores."""

import pytest

from osteoniche.analysis.reproduced import scored
from osteoniche.calibration import scores
from osteoniche.calibration.scores import Badge, How
from osteoniche.drugs import DRUGS
from osteoniche.narrative import trust
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import preset

OF = {ground.name: ground for ground in (*trust.readouts(), *trust.drugs())}


def test_what_is_counted_are_the_measured_experiments_of_a_readout():
    measured = [one for one in scored() if one.evidence.is_measured]
    of_tumour = [
        one
        for one in measured
        if any(level.readout == "tumour_cells" for term in one.terms for level in term.levels)
    ]
    assert OF["tumour_cells"].measured == of_tumour
    assert OF["tumour_cells"].count.endswith(f"of {len(of_tumour)}")
    assert OF["apoptosis_percent"].measured == []


def test_every_drug_has_a_ground_and_one_that_nobody_measured_says_so():
    assert set(DRUGS) < set(OF)
    assert OF["15D11"].sentence == "no measured points. Also words."
    assert OF["gamma-secretase-inhibitor"].sentence == "no measured points."


def test_an_experiment_that_is_not_predicted_is_named():
    (missed,) = OF["docetaxel"].missed
    assert scores.kept()[missed.name, How.LEFT_OUT] is Badge.NOT
    assert missed.label in OF["docetaxel"].sentence
    assert OF["zoledronate"].missed == []


def test_the_count_falls_with_a_badge(monkeypatch):
    first = OF["bone_mass_percent"].measured[0].name
    worse = {**scores.kept(), (first, How.LEFT_OUT): Badge.NOT}
    monkeypatch.setattr(trust, "kept", lambda: worse)
    assert OF["bone_mass_percent"].count == "1 of 2"


@pytest.mark.parametrize(
    ("arm", "species", "tail"),
    [
        ("untreated", "mouse", "Unmeasured: apoptosis."),
        ("combination", "mouse", "Unmeasured: apoptosis, Paclitaxel, 15D11."),
        ("combination", HUMAN, "Unmeasured: apoptosis, Paclitaxel, 15D11."),
    ],
)
def test_a_run_in_a_line(arm, species, tail):
    told = trust.line(preset(arm, species))
    assert told == f"Predicted: tumour 5/5, bone 2/2. {tail}"
