"""What the compartments of drugs keep: mass by any route, and nothing for a dose of nothing."""

from typing import Any

import numpy as np
import pytest
from arms import give, last, run, run_reference, with_rows

from osteoniche import parameters
from osteoniche.quantity import MOUSE, SPECIES
from osteoniche.scenario import Scenario

CLEARANCE = parameters.load(parameters.DEFAULT, MOUSE)["CLM"]


def exposure(plan: dict[str, Any], column: str, step: float, **fields: Any) -> float:
    """Area under a concentration to the end of the grid (concentration x day)."""
    days = fields.pop("until", 20.0)
    values = fields.pop("beyond", {})
    scenario = Scenario(tumour="none", treatments=[plan], **fields)
    constants = scenario.overrides() | values
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Scenario, "overrides", lambda self: constants)
        result = with_rows(scenario, np.arange(0.0, days + step / 2, step)).checked()
    return float(np.trapezoid(result.series[column], result.days))


@pytest.mark.parametrize("route", ["ip", "iv"])
def test_paclitaxel_exposure_is_dose_over_clearance(route: str) -> None:
    plan = give("paclitaxel", start=0.0, every=None, route=route)
    area = exposure(plan, "paclitaxel_mg_per_L", 1 / 2048)
    assert area == pytest.approx(10 / (20.832 * 0.81), rel=1e-4)
    assert area == pytest.approx(0.5926, abs=1e-4)


@pytest.mark.parametrize(
    ("plan", "column", "species", "expected"),
    [
        ("cisplatin", "cisplatin_mg_per_L", "mouse", 5 / (72 * 0.4)),
        ("cisplatin", "cisplatin_mg_per_L", "human", 75 / 37 / (32.4 * 0.3108)),
        ("docetaxel", "docetaxel_mg_per_L", "human", 75 / 37 / (32.6 * 24 / 70)),
    ],
)
def test_exposure_is_dose_over_clearance(
    plan: str, column: str, species: str, expected: float
) -> None:
    given = give(plan, species, start=0.0, every=None)
    area = exposure(given, column, 1 / 2048, species=species)
    assert area == pytest.approx(expected, rel=3e-4)


def test_the_older_sets_keep_linear_elimination_of_paclitaxel_in_patients() -> None:
    given = give("paclitaxel", "human", start=0.0, every=None)
    area = exposure(given, "paclitaxel_mg_per_L", 1 / 2048, species="human", set="fitted-2026")
    assert area == pytest.approx(175 / 37 / (33.4 * 0.2259), rel=3e-4)


@pytest.mark.parametrize(
    ("dose", "hours", "peak", "area"),
    [
        (80.0, 1.0, 2.364, 5.53),  # Sun 2025: rows PTXH-11 and 12
        (135.0, 3.0, 2.17, 7.95),  # drug label
        (175.0, 3.0, 3.65, 15.007),  # drug label: rows PTXH-01 and 02
    ],
)
def test_paclitaxel_in_patients_meets_peak_and_area(
    dose: float, hours: float, peak: float, area: float
) -> None:
    """Within 15 % each (mg/L, mg h/L); the errors stand beside the constants."""
    plan = give("paclitaxel", "human", dose=dose, hours=hours, start=0.0, every=None)
    scenario = Scenario(species="human", tumour="none", treatments=[plan])
    result = with_rows(scenario, np.arange(0.0, 30.0, 1 / 1024)).checked()
    plasma = result.series["paclitaxel_mg_per_L"]
    assert plasma.max() == pytest.approx(peak, rel=0.15)
    assert 24 * np.trapezoid(plasma, result.days) == pytest.approx(area, rel=0.15)


def test_zoledronate_exposure_is_what_bone_holds_times_its_stay() -> None:
    plan = give("zoledronate", start=0.0, every=None)
    area = exposure(plan, "zoledronate_ug_per_kg", 0.5, until=2000.0)
    assert area == pytest.approx(0.5 * 100 / 0.0125, rel=1e-4)


def test_protein_exposure_is_dose_over_clearance_without_a_target() -> None:
    """15D11 without Jagged1 in the body, and OPG-Fc, whose loss through a target is 0."""
    plan = give("15D11", start=0.0, every=None)
    area = exposure(plan, "15D11_nM", 1 / 32, until=400.0, beyond={"U": 0.0})
    assert area == pytest.approx(10 * 1000 / 150 / CLEARANCE, rel=1e-4)
    plan = {"drug": "rankl-inhibitor", "start": 0.0, "every": None}
    area = exposure(plan, "rankl-inhibitor_nM", 1 / 32, until=400.0)
    assert area == pytest.approx(0.3 * 3 * 1000 / 92.5 / 0.035, rel=1e-4)


def test_a_target_in_the_body_takes_antibody_away() -> None:
    plan = give("15D11", start=0.0, every=None)
    areas = [
        exposure(plan, "15D11_nM", 1 / 16, until=200.0, beyond={"U": held}) for held in (0, 5, 50)
    ]
    assert areas[0] > areas[1] > areas[2] > 0


@pytest.mark.parametrize("species", SPECIES)
def test_a_short_infusion_is_a_bolus(species: str) -> None:
    def burden(route: str, hours: float | None) -> float:
        plans = [give(drug, species, route=route, hours=hours) for drug in ("paclitaxel", "15D11")]
        return last(run_reference(species=species, treatments=plans))

    bolus = burden("iv", None)
    away = [abs(burden("infusion", hours) / bolus - 1) for hours in (6.0, 1.0, 0.1)]
    assert away[0] > 3 * away[1] > 9 * away[2]
    assert away[2] < 1e-3


@pytest.mark.parametrize("species", SPECIES)
def test_a_dose_of_zero_is_no_dose(species: str) -> None:
    nothing = [
        give(drug, species, dose=0.0)
        for drug in ("paclitaxel", "cisplatin", "15D11", "zoledronate")
    ]
    with_none, without = run(species=species, treatments=nothing), run(species=species)
    assert with_none.series.keys() == without.series.keys()
    for name in without.series:
        assert (with_none.series[name] == without.series[name]).all(), name
