"""The sentences about a dose surface: the numbers of single runs, and nothing that is not known."""

from typing import Any

import numpy as np
import pytest
from tests.runs import give, scenario

from osteoniche.analysis.surface import POINTS, QUANTITIES, Surface, chunk
from osteoniche.models import APOPTOSIS, BONE
from osteoniche.narrative import tell_surface
from osteoniche.numerals import fold, percent, short
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate

SMALL = POINTS[0]
MOUSE = Surface(preset("combination"), SMALL)
UP, ACROSS = 3, 8
"""The places of the usual doses, 10 mg/kg of paclitaxel and of 15D11."""
UNTREATED = 1e6


WINDOW = (
    " From paclitaxel at 18 mg/kg on, neutrophils fall below half of normal (assumed). "
    "No medical advice."
)
"""What an animal's marrow bears, on a map of eleven doses."""


def made(*row: float) -> np.ndarray:
    """Values of a surface with this row at the usual dose of chemotherapy."""
    values = np.full((len(QUANTITIES), SMALL, SMALL), UNTREATED)
    values[0, UP] = row
    return values


def computed(surface: Surface) -> np.ndarray:
    return surface.lattice([chunk(surface.spec, number) for number in range(surface.chunks)])


def last_tumour(scenario: Scenario, **doses: float) -> float:
    """The tumour of the scenario with other doses, by a simulation of its own."""
    given = [plan.model_dump() for plan in scenario.treatments]
    changed = [plan | {"dose": doses.get(plan["drug"], plan["dose"])} for plan in given]
    return float(simulate(scenario.changed(treatments=changed))["tumour_cells"][-1])


@pytest.mark.parametrize("species", ["mouse", HUMAN])
def test_the_numbers_are_those_of_single_runs(species):
    own = preset("combination", species)
    surface = Surface(own, SMALL)
    told = tell_surface(surface, computed(surface))
    doses = [own.treatment(drug.name).dose for drug in (surface.chemotherapy, surface.antibody)]
    unit = "mg/m²" if species == HUMAN else "mg/kg"
    assert f"paclitaxel at {short(doses[0])} {unit} without the antibody" in told
    assert f"with 15D11 at {short(doses[1])} mg/kg it is" in told
    untreated = last_tumour(own, **{surface.chemotherapy.name: 0.0, "15D11": 0.0})
    alone = last_tumour(own, **{surface.chemotherapy.name: doses[0], "15D11": 0.0})
    both = last_tumour(own, **{surface.chemotherapy.name: doses[0], "15D11": doses[1]})
    assert f"On day {own.days}, " in told
    assert f"leaves the tumour {fold(untreated / alone)} than without treatment" in told
    assert f"it is {fold(untreated / both)}." in told


def test_the_dose_of_a_hundredfold_is_the_first_that_reaches_it_by_a_run_of_its_own():
    told = tell_surface(MOUSE, computed(MOUSE))
    untreated = last_tumour(MOUSE.scenario, **{"paclitaxel": 0.0, "15D11": 0.0})
    below = [
        untreated / last_tumour(MOUSE.scenario, **{"paclitaxel": 10.0, "15D11": float(dose)})
        for dose in MOUSE.doses(MOUSE.antibody)
    ]
    first = next(place for place, ratio in enumerate(below) if ratio >= 100)
    assert first > 0
    assert all(ratio >= 100 for ratio in below[first:])
    dose = short(float(MOUSE.doses(MOUSE.antibody)[first]))
    hundredfold = f" From 15D11 at {dose} mg/kg on it is a hundredfold or more."
    assert told.endswith(hundredfold + WINDOW)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (np.full(11, 2e4), "No dose of the antibody makes that a hundredfold."),
        (np.full(11, 1e4), "That is more than a hundredfold already without the antibody."),
        (np.full(11, 5e3), "That is more than a hundredfold already without the antibody."),
        ([*np.full(10, 2e4), 9e3], "From 15D11 at 30 mg/kg on it is a hundredfold or more."),
        ([2e4, *np.full(10, 9e3)], "From 15D11 at 0.055 mg/kg on it is a hundredfold or more."),
    ],
    ids=["never", "just", "already", "at the last", "at the first"],
)
def test_a_hundredfold(row, said):
    assert tell_surface(MOUSE, made(*row)).endswith(f". {said}")


def test_a_treatment_that_changes_nothing_is_told_as_that():
    told = tell_surface(MOUSE, made(*np.full(11, UNTREATED)))
    assert "leaves the tumour the same size as without treatment; with" in told
    assert "it is the same size." in told


def test_a_treatment_that_makes_it_worse_is_told_as_that():
    told = tell_surface(MOUSE, made(*np.full(11, 2 * UNTREATED)))
    assert "leaves the tumour 2 times larger than without treatment" in told


def shares(own: Scenario, series: str, reduce: Any) -> list[str]:
    """With neither drug, with paclitaxel at 10 mg/kg, and with 15D11 at 10 mg/kg as well."""
    doses = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
    runs = [
        simulate(own.changed(treatments=[give("paclitaxel", dose=a), give("15D11", dose=b)]))
        for a, b in doses
    ]
    return [percent(float(reduce(result[series]))) for result in runs]


def test_bone_mass_is_told_where_it_is_chosen():
    told = tell_surface(MOUSE, computed(MOUSE), BONE)
    neither, one, both = shares(MOUSE.scenario, BONE, lambda series: series[-1])
    assert told.startswith(
        f"On day 42, bone mass is {neither} of healthy without treatment, {one} with paclitaxel at "
        f"10 mg/kg, and {both} with 15D11 at 10 mg/kg as well. On the whole map it lies between "
    )
    found = computed(MOUSE)[1]
    assert f"between {percent(found.min())} and {percent(found.max())}." in told
    assert "tumour" not in told


def test_apoptosis_is_told_where_it_is_chosen():
    told = tell_surface(MOUSE, computed(MOUSE), APOPTOSIS)
    neither, one, both = shares(MOUSE.scenario, APOPTOSIS, np.max)
    assert told.startswith(
        f"At its peak, apoptosis is {neither} of the tumour cells without treatment, {one} with "
        f"paclitaxel at 10 mg/kg, and {both} with 15D11 at 10 mg/kg as well."
    )


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_without_a_tumour_the_bone_is_told_of_whatever_is_chosen(quantity):
    healthy = Surface(preset("healthy"), SMALL)
    assert healthy.quantity(quantity) == BONE
    assert MOUSE.quantity(quantity) == quantity
    assert tell_surface(healthy, computed(healthy), quantity) == (
        "There is no tumour in this run, so only the bone can change. On day 42, bone mass is "
        "100 % of healthy at every pair of doses." + WINDOW
    )
    assert tell_surface(healthy, healthy.lattice([None]), quantity) == ""


def test_another_drug_is_no_missing_treatment():
    plans = [give("paclitaxel"), give("zoledronate")]
    surface = Surface(scenario(treatments=plans), SMALL)
    for quantity in QUANTITIES:
        told = tell_surface(surface, computed(surface), quantity)
        assert "without these two drugs" in told
        assert "without treatment" not in told


@pytest.mark.parametrize("place", [(0, 0), (UP, 0), (UP, ACROSS)])
def test_no_share_is_told_before_its_runs_are_known(place):
    values = computed(MOUSE)
    values[1][place] = np.nan
    assert tell_surface(MOUSE, values, BONE) == ""


def test_the_extremes_of_a_map_are_told_once_it_is_whole():
    values = computed(MOUSE)
    values[1][10, 10] = np.nan
    told = tell_surface(MOUSE, values, BONE)
    assert "bone mass is" in told
    assert "between" not in told


@pytest.mark.parametrize("place", [(0, 0), (UP, 0), (UP, ACROSS), (UP, 10)])
@pytest.mark.parametrize("value", [np.nan, 0.0])
def test_nothing_is_told_before_the_runs_it_is_about_are_known(place, value):
    values = made(*np.full(11, 2e4))
    values[0][place] = value
    assert tell_surface(MOUSE, values) == ""


def test_runs_that_it_is_not_about_need_not_be_known():
    values = made(*np.full(11, 2e4))
    values[0, UP + 1 :] = np.nan
    assert "50 times smaller" in tell_surface(MOUSE, values)


def test_the_window_is_where_single_runs_have_too_few_neutrophils():
    """The dose that is told, and the one below it."""
    lowest = [
        simulate(preset("chemotherapy").changed(treatments=[give("paclitaxel", dose=dose)]))[
            "neutrophils_e9_per_L"
        ].min()
        for dose in (15.0, 18.0)
    ]
    assert lowest[1] < 0.5 < lowest[0]
    assert WINDOW in tell_surface(MOUSE, computed(MOUSE))


def test_a_drug_whose_cost_is_not_computed_has_no_window():
    surface = Surface(scenario(treatments=[give("cisplatin")]), SMALL)
    assert "eutrophils" not in tell_surface(surface, computed(surface))


def test_a_marrow_that_bears_every_dose_says_so():
    sturdy = Surface(preset("combination").changed(parameters={"slX": 0.05}), SMALL)
    told = tell_surface(sturdy, computed(sturdy))
    assert "At no dose on the map do neutrophils fall below half of normal (assumed)." in told
