"""The costs of a run in numbers, held against cases that can be worked out by hand."""

import numpy as np
import pytest

from osteoniche import study
from osteoniche.analysis.costs import costs, last_course, lines
from osteoniche.engine.result import Result
from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.scenario.presets import preset
from osteoniche.scenario.treatments import given

INHIBITOR = "gamma-secretase-inhibitor"


def handmade(**series: list[float]) -> Result:
    """A run with these values on days 0, 10, 20 and so on."""
    (length,) = {len(values) for values in series.values()}
    days = 10.0 * np.arange(length)
    arrays = {name: np.array(values) for name, values in series.items()}
    return Result(days, np.ones(length, dtype=bool), arrays, dict.fromkeys(arrays, "1"))


def patient(**settings: object):
    schedule = {"start": 0.0, "every": 10.0, "until": 40.0}
    return given(species=HUMAN, days=60, paclitaxel=schedule, **settings)


def test_the_marrow_of_a_patient():
    """From 1 down to 0 and up to 2: below 0.5 for 5 days on the way down, 2.5 on the way up."""
    counts = [4.0, 1.0, 0.0, 2.0, 4.0, 4.0, 4.0]
    result = handmade(neutrophils_e9_per_L=counts, neuropathy_score=[0.3] * 7)
    found = costs(patient(), result).marrow
    assert (found.lowest, found.day, found.share) == (0.0, 20.0, 0.0)
    assert found.days_below == pytest.approx(7.5)
    assert (found.courses, found.waited) == (4, 2)  # on days 0, 10, 20 and 30: 4, 1, 0 and 2


def test_nerves_are_told_up_to_the_last_course():
    """Doses on days 0 to 30, so that the last course ends on day 40."""
    result = handmade(neutrophils_e9_per_L=[4.0] * 7, neuropathy_score=[0, 1, 2, 3, 4, 5, 6])
    found = costs(patient(), result).nerves
    assert (found.score, found.day) == (4.0, 40.0)
    assert last_course(patient()) == 40.0
    assert last_course(preset("chemotherapy", HUMAN)) == 731
    assert last_course(preset("antibody", HUMAN)) == 0


def test_lines_of_a_mouse_are_shares_of_its_normal():
    assert lines(preset("chemotherapy", HUMAN)) == (1.0, 0.5)
    assert lines(preset("chemotherapy")) == (1.0, 0.5)
    other = preset("chemotherapy").changed(parameters={"Circ0": 2.0})
    assert lines(other) == (2.0, 1.0)
    found = costs(other, study.simulate(other)).marrow
    usual = costs(preset("chemotherapy"), study.simulate(preset("chemotherapy"))).marrow
    assert found.share == pytest.approx(usual.share, rel=1e-4)
    assert found.waited is None


@pytest.mark.parametrize(
    ("species", "drugs", "unknown"),
    [
        (MOUSE, {}, {}),
        (MOUSE, {"paclitaxel": 10}, {}),
        (MOUSE, {"cisplatin": 5}, {"cisplatin": ("marrow", "gut")}),
        (HUMAN, {"cisplatin": 75}, {"cisplatin": ("marrow", "nerves", "gut")}),
        (HUMAN, {"docetaxel": 75, "paclitaxel": 80}, {"docetaxel": ("nerves",)}),
        (HUMAN, {"antibody_15d11": 10, "zoledronate": 4}, {}),
        (HUMAN, {"cisplatin": {"dose": 75, "start": 400.0}}, {}),
    ],
)
def test_what_is_not_computed_is_named(species, drugs, unknown):
    scenario = given(species=species, days=60, **drugs)
    assert costs(scenario, study.simulate(scenario)).unknown == unknown


def test_an_antibody_costs_nothing_that_is_computed_and_the_inhibitor_does():
    both = preset("combination")
    spared = costs(both, study.simulate(both))
    swapped = given(paclitaxel=10, **{INHIBITOR: 100})
    paid = costs(swapped, study.simulate(swapped))
    assert spared.gut is None
    assert paid.gut.fold > 3
    assert spared.marrow.share == pytest.approx(paid.marrow.share)


def test_half_the_dose_with_the_antibody_costs_less_and_does_more():
    """What a visitor is to see: the tumour and the neutrophils, at the full dose and at half."""
    alone, half = preset("chemotherapy"), given(paclitaxel=5, antibody_15d11=10)
    full, less = study.simulate(alone), study.simulate(half)
    assert less["tumour_cells"][-1] < full["tumour_cells"][-1]
    assert costs(half, less).marrow.share > costs(alone, full).marrow.share


def test_doses_that_never_come_cost_nothing():
    late = given(days=30, paclitaxel={"dose": 10, "start": 40.0})
    found = costs(late, study.simulate(late))
    assert (found.marrow, found.nerves, found.gut, found.unknown) == (None, None, None, {})
