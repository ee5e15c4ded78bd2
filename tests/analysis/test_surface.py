"""A dose surface is the scenario's own curves, whatever chunk they were computed in."""

import numpy as np
import pytest

from osteoniche.analysis.surface import NEUTROPHILS, PER_CHUNK, POINTS, QUANTITIES, Surface, chunk
from osteoniche.drugs import of_role
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.roles import Role
from osteoniche.scenario import scales
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.limits import dose_range
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate

SMALL = POINTS[0]


def computed(surface: Surface) -> np.ndarray:
    return surface.lattice([chunk(surface.spec, number) for number in range(surface.chunks)])


@pytest.fixture(scope="module")
def combination() -> Surface:
    return Surface(preset("combination"), SMALL)


@pytest.fixture(scope="module")
def values(combination: Surface) -> np.ndarray:
    return computed(combination)


def test_each_point_is_the_run_of_its_doses(combination, values):
    """Up is chemotherapy, across is the antibody."""
    for up, across in [(0, 0), (0, 10), (10, 0), (3, 7), (10, 10)]:
        doses = {
            "paclitaxel": combination.doses(combination.chemotherapy)[up],
            "15D11": combination.doses(combination.antibody)[across],
        }
        treatments = [
            given.model_dump() | {"dose": float(doses[given.drug])}
            for given in combination.scenario.treatments
        ]
        result = simulate(combination.scenario.changed(treatments=treatments))
        wanted = [
            result["tumour_cells"][-1],
            result["bone_mass_percent"][-1],
            result["apoptosis_percent"].max(),
            result["neutrophils_e9_per_L"].min() if doses["paclitaxel"] else 1.0,
        ]
        np.testing.assert_allclose(values[:, up, across], wanted, rtol=1e-4)


def test_doses_go_from_none_to_the_largest_allowed(combination):
    assert combination.doses(combination.chemotherapy)[[0, -1]].tolist() == [0, 30]
    assert combination.doses(combination.antibody)[[0, -1]].tolist() == [0, 30]
    patient = Surface(preset("combination", HUMAN), SMALL)
    assert patient.doses(patient.chemotherapy)[[0, -1]].tolist() == [0, 250]


@pytest.mark.parametrize("species", [MOUSE, HUMAN])
@pytest.mark.parametrize("points", POINTS)
def test_the_usual_doses_are_among_them_and_all_can_be_given(points, species):
    for drug in of_role(Role.CHEMOTHERAPY):
        plans = [treatment_defaults(name, species) for name in (drug, "15D11")]
        surface = Surface(preset("untreated", species).changed(treatments=plans), points)
        for varied in (surface.chemotherapy, surface.antibody):
            doses = surface.doses(varied)
            assert dose_range(varied, species).default in doses
            assert (np.diff(doses) > 0).all()
            assert len(doses) == points
            assert [float(f"{dose:.4g}") for dose in doses] == doses.tolist()
            places = [surface.place(varied, dose) for dose in doses]
            np.testing.assert_allclose(places, np.arange(points), atol=1e-9)


def test_doses_are_steps_of_the_dial_where_it_has_enough(combination):
    usual = Surface(combination.scenario, POINTS[1])
    assert usual.doses(usual.chemotherapy).tolist() == [float(dose) for dose in range(31)]
    assert set(usual.doses(usual.antibody)) < set(scales.rungs(30))


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


def test_a_spec_gives_its_surface_back(combination):
    again = Surface.read(combination.spec)
    assert again.spec == combination.spec
    assert again.points == combination.points
    assert [given.start for given in again.scheduled.treatments] == [7.0, 7.0]


def test_the_doses_of_the_run_itself_do_not_matter():
    assert Surface(preset("combination"), SMALL).spec == Surface(preset("untreated"), SMALL).spec


@pytest.mark.parametrize(
    "change", [{"induction": 2.0}, {"days": 30}, {"parameters": {"kkP": 0.3}}, {"tumour": "none"}]
)
def test_everything_else_does(combination, change):
    assert Surface(combination.scenario.changed(**change), SMALL).spec != combination.spec


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
