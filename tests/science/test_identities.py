"""Special cases in which the model becomes a simpler one, with constants at 0 or at infinity."""

import numpy as np
import pytest
from arms import give, last, run_beyond, run_reference

from osteoniche.drugs import DRUGS
from osteoniche.engine.result import Result
from osteoniche.maths import free_ligand, hill
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.study import simulate

NO_NICHE = {"protection_max": 0.0, "aN": 0.0, "bN": 0.0, "u0": 0.0}
NO_FEEDBACK = {**NO_NICHE, "aO": 0.0, "aG": 0.0}
ONE_CLONE = {"fQ": 0.0, "fRP": 0.0, "fRC": 0.0, "mP": 0.0, "mC": 0.0, "gate": 0.0}
TUMOUR = ("tumour_cells", "apoptosis_percent", "resistant_fraction")
BONE = ("bone_mass_percent", "osteoclasts_fold", "osteoblasts_fold")


def same(first: Result, second: Result, names: tuple[str, ...], most: float = 3e-5) -> bool:
    """Whether series agree at all rows, to the error of the solver (1.4e-5 without any dose)."""
    return all(np.allclose(first[name], second[name], rtol=most, atol=1e-9) for name in names)


def paclitaxel_and(*drugs: str) -> list[dict]:
    return [give(drug) for drug in ("paclitaxel", *drugs)]


# --- the antibody needs something to block


def test_an_antibody_that_binds_nothing_does_nothing() -> None:
    blind = run_beyond({"Kss": 1e12}, treatments=paclitaxel_and("15D11"))
    alone = run_reference(treatments=paclitaxel_and())
    assert same(blind, alone, (*TUMOUR, *BONE, "notch_activity", "free_jagged1_fold"))


def test_without_jagged1_anywhere_the_antibody_has_no_effect() -> None:
    nowhere = {"JB0": 0.0, "JT0": 0.0}
    for drugs in ((), ("paclitaxel",)):
        without = run_beyond(nowhere, treatments=[give(drug) for drug in drugs])
        given = run_beyond(nowhere, treatments=[give(drug) for drug in (*drugs, "15D11")])
        assert same(given, without, (*TUMOUR, *BONE))
        assert given["15D11_nM"].max() > 100


@pytest.mark.parametrize("species", SPECIES)
def test_only_chemotherapy_raises_jagged1(species: str) -> None:
    """To the bit, so that one result may stand for every induction."""
    drugs = [drug.name for drug in DRUGS.values() if drug.role != "chemotherapy"]
    most, least = (
        simulate(
            Scenario(
                species=species,
                treatments=[treatment_defaults(drug, species) for drug in drugs],
                induction=induction,
            ),
            throw=True,
        )
        for induction in (10.0, 1.0)
    )
    assert (most.days == least.days).all()
    assert all((most.series[name] == least.series[name]).all() for name in least.series)


def test_without_a_niche_the_antibody_has_no_effect() -> None:
    none = NO_NICHE | {"JT0": 0.0}
    without = run_beyond(none, treatments=paclitaxel_and())
    given = run_beyond(none, treatments=paclitaxel_and("15D11"))
    assert same(given, without, (*TUMOUR, *BONE))
    # Notch itself is still blocked; it just means nothing.
    assert last(given, "notch_activity") < 0.1 * last(without, "notch_activity")


def test_a_perfect_antibody_makes_a_double_knock_out() -> None:
    """As binding tightens, the antibody arm nears a host and a tumour without Jagged1."""
    knock_out = last(run_beyond({"JB0": 0.0, "JT0": 0.0}, treatments=paclitaxel_and()))
    early = [give("paclitaxel"), give("15D11", start=0.0, route="iv")]
    away = [
        last(run_beyond({"Kss": binding}, treatments=early)) / knock_out - 1
        for binding in (10.0, 1.0, 0.1, 1e-6)
    ]
    assert away[0] > away[1] > away[2] > away[3] > 0
    # What stays: Notch activity at day 0, which fades within hours.
    assert away[3] < 5e-3


# --- the tumour without its niche is a textbook tumour


def test_without_feedback_the_tumour_is_logistic() -> None:
    result = run_beyond(NO_FEEDBACK | ONE_CLONE, days=180)
    growth, start = 0.187 - 0.02, 2000.0
    carried = 3e8 * growth / 0.187
    expected = carried / (1 + (carried / start - 1) * np.exp(-growth * result.grid))
    np.testing.assert_allclose(result["tumour_cells"], expected, rtol=1e-5)
    assert last(result) > 0.99 * carried


def test_without_feedback_the_kill_is_the_exposure() -> None:
    """Far below EP the log-kill is kkP / EP times the area under the concentration."""
    linear = {"EP": 1e4, "kkP": 2e4, "K": 1e30}
    values = NO_FEEDBACK | ONE_CLONE | linear
    doses = paclitaxel_and()[0] | {"until": 28.0}
    untreated, treated = run_beyond(values), run_beyond(values, treatments=[doses])
    area = 6 * 10 / (20.832 * 0.81)
    expected = 2e4 / 1e4 * area
    assert np.log(last(untreated) / last(treated)) == pytest.approx(expected, rel=2e-4)


def test_without_feedback_the_tumour_does_not_feel_its_host() -> None:
    plain = run_beyond(NO_FEEDBACK, treatments=paclitaxel_and())
    for host in ("transgenic", "knock-out"):
        assert same(run_beyond(NO_FEEDBACK, host=host, treatments=paclitaxel_and()), plain, TUMOUR)
    for drug in ("15D11", "zoledronate"):
        assert same(run_beyond(NO_FEEDBACK, treatments=paclitaxel_and(drug)), plain, TUMOUR)
    # ... while bone still feels the tumour.
    assert last(plain, "bone_mass_percent") < 99.9


# --- drugs without their effect


def test_zoledronate_without_its_two_effects_is_inert() -> None:
    inert = run_beyond({"iW": 0.0, "eW": 0.0}, treatments=paclitaxel_and("zoledronate"))
    assert same(inert, run_reference(treatments=paclitaxel_and()), (*TUMOUR, *BONE))
    assert last(inert, "zoledronate_ug_per_kg") > 100


def test_without_induction_paclitaxel_is_seventy_fold() -> None:
    untreated = last(run_reference())
    usual = last(run_reference(treatments=paclitaxel_and()))
    without = last(run_reference(treatments=paclitaxel_and(), induction=1.0))
    assert untreated / usual == pytest.approx(2.80, abs=0.01)
    assert untreated / without == pytest.approx(72.3, abs=0.1)


def test_in_a_knock_out_host_paclitaxel_is_three_hundred_fold() -> None:
    untreated = last(run_reference(host="knock-out"))
    treated = last(run_reference(host="knock-out", treatments=paclitaxel_and()))
    assert untreated / treated == pytest.approx(310, abs=0.5)


def test_chemotherapy_that_kills_nothing_still_raises_jagged1() -> None:
    harmless = run_beyond({"kkP": 0.0, "u0": 0.0}, treatments=paclitaxel_and())
    usual = run_reference(treatments=paclitaxel_and())
    assert same(harmless, usual, ("osteoblast_jagged1_fold",))
    # Notch protects and feeds: without the kill the tumour is the larger for the drug.
    assert last(harmless) > last(run_reference())


# --- pairs of constants that no experiment of this kind could tell apart


def test_only_the_ratio_of_binding_and_marrow_share_matters_without_a_target() -> None:
    def burden(Kss: float, BCb: float) -> float:
        values = {"U": 0.0, "Kss": Kss, "BCb": BCb}
        return last(run_beyond(values, treatments=paclitaxel_and("15D11")))

    assert burden(0.1, 0.05) == pytest.approx(burden(2.0, 1.0), rel=1e-5)
    assert burden(0.1, 0.05) < 0.8 * burden(2.0, 0.01)


def test_only_the_ratio_of_tumour_jagged1_and_its_half_matters_without_notch_between_cells() -> (
    None
):
    def burden(JT0: float, KO: float) -> float:
        return last(run_beyond({"tauJ": 0.0, "kapc": 0.0, "JT0": JT0, "KO": KO}))

    assert burden(4.0, 1.0) == pytest.approx(burden(0.4, 0.1), rel=1e-5)
    assert burden(4.0, 1.0) > 2 * burden(4.0, 10.0)


# --- the two functions whose printed form loses numbers


@pytest.mark.parametrize("target", [0.0, 1e-6, 5.0, 1e6])
@pytest.mark.parametrize("half", [1e-6, 1.0, 1e4])
def test_free_antibody_is_the_root_of_binding_at_any_amount(target: float, half: float) -> None:
    """Free and bound add up to all of it to the last digits, where the printed root cancels."""
    for total in (0.0, *(10.0**power for power in range(-30, 10))):
        free = free_ligand(total, target, half)
        assert 0 <= free <= total * (1 + 1e-15)
        bound = target * free / (half + free)
        assert free + bound == pytest.approx(total, rel=1e-9)


def test_the_hill_function_is_nothing_below_zero() -> None:
    """A state of -1e-12 and a broken exponent would give no number at all."""
    for exponent in (0.5, 1.0, 1.7, 4.0):
        assert hill(-1e-12, 0.1, exponent) == 0.0
        assert hill(0.0, 0.1, exponent) == 0.0
        assert hill(0.1, 0.1, exponent) == pytest.approx(0.5)
        assert hill(3.0, 0.1, exponent) == pytest.approx(1 - hill(0.1 * 0.1 / 3.0, 0.1, exponent))
