"""A dose surface is the scenario's own curves, whatever chunk they were computed in."""

import numpy as np
import pytest

from osteoniche.analysis.surface import NEUTROPHILS, PER_CHUNK, POINTS, QUANTITIES, Surface, chunk
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate

SMALL = POINTS[0]


def computed(surface: Surface) -> np.ndarray:
    return surface.lattice([chunk(surface.spec, number) for number in range(surface.chunks)])


@pytest.fixture(scope="module")
def mouse() -> Surface:
    return Surface(preset("combination"), SMALL)


@pytest.fixture(scope="module")
def values(mouse: Surface) -> np.ndarray:
    return computed(mouse)


def test_each_point_is_the_run_of_its_doses(mouse, values):
    """Up is chemotherapy, across is the antibody."""
    for up, across in [(0, 0), (0, 10), (10, 0), (3, 7), (10, 10)]:
        doses = {
            "paclitaxel": mouse.doses(mouse.chemotherapy)[up],
            "15D11": mouse.doses(mouse.antibody)[across],
        }
        treatments = [
            given.model_dump() | {"dose": float(doses[given.drug])}
            for given in mouse.scenario.treatments
        ]
        result = simulate(mouse.scenario.changed(treatments=treatments))
        wanted = [
            result["tumour_cells"][-1],
            result["bone_mass_percent"][-1],
            result["apoptosis_percent"].max(),
            result["neutrophils_e9_per_L"].min() if doses["paclitaxel"] else 1.0,
        ]
        np.testing.assert_allclose(values[:, up, across], wanted, rtol=1e-4)


def test_doses_go_from_none_to_the_largest_allowed(mouse):
    assert mouse.doses(mouse.chemotherapy)[[0, -1]].tolist() == [0, 30]
    assert mouse.doses(mouse.antibody)[[0, -1]].tolist() == [0, 30]
    patient = Surface(preset("combination", HUMAN), SMALL)
    assert patient.doses(patient.chemotherapy)[[0, -1]].tolist() == [0, 250]


def test_chunks_do_not_overlap_and_leave_nothing_out():
    large = Surface(preset("combination"), POINTS[1])
    marked = [
        np.full(
            (min(PER_CHUNK, large.curves - n * PER_CHUNK), len(large.series)), n + 1.0
        ).tobytes()
        for n in range(large.chunks)
    ]
    found = large.lattice(marked)[0].ravel()
    assert (np.diff(found) >= 0).all()
    assert np.unique(found).tolist() == [n + 1.0 for n in range(large.chunks)]
    assert np.isfinite(found).all()


def test_what_is_not_computed_yet_is_not_a_number():
    large = Surface(preset("combination"), POINTS[1])
    assert large.chunks == 2
    part = np.ones((PER_CHUNK, len(large.series))).tobytes()
    assert np.isfinite(large.lattice([part, None])).sum() == PER_CHUNK * len(large.series)
    assert not np.isfinite(large.lattice([None, None])).any()


def test_a_spec_gives_its_surface_back(mouse):
    again = Surface.read(mouse.spec)
    assert again.spec == mouse.spec
    assert again.points == mouse.points
    assert [given.start for given in again.scheduled.treatments] == [7.0, 7.0]


def test_the_doses_of_the_run_itself_do_not_matter():
    assert Surface(preset("combination"), SMALL).spec == Surface(preset("untreated"), SMALL).spec


@pytest.mark.parametrize(
    "change", [{"induction": 2.0}, {"days": 30}, {"parameters": {"kkP": 0.3}}, {"tumour": "none"}]
)
def test_everything_else_does(mouse, change):
    assert Surface(mouse.scenario.changed(**change), SMALL).spec != mouse.spec


def test_the_chemotherapy_is_that_of_the_scenario():
    given = [{"drug": "cisplatin", "dose": 5, "start": 10, "every": 7, "route": "ip"}]
    surface = Surface(preset("untreated").changed(treatments=given), SMALL)
    assert surface.chemotherapy.name == "cisplatin"
    assert surface.scheduled.treatment("cisplatin").start == 10


@pytest.mark.parametrize("points", [0, 1, 12, 10_000, 11.5])
def test_other_sizes_are_refused(points):
    with pytest.raises(ScenarioError, match="choose from 11, 31, 101, 317"):
        Surface(preset("combination"), points)


def test_the_largest_surface_has_a_hundred_thousand_curves():
    assert Surface(preset("combination"), POINTS[-1]).curves >= 100_000


def test_neutrophils_are_known_where_the_chemotherapy_costs_them():
    given = [{"drug": "cisplatin"}]
    without = Surface(preset("untreated").changed(treatments=given), SMALL)
    assert without.series == QUANTITIES
    assert Surface(preset("combination"), SMALL).series == (*QUANTITIES, NEUTROPHILS)
