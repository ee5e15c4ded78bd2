"""The ten claims of the teaching story, each as a scenario on the declared constants.

The work behind them: Zheng et al. 2017, Cancer Cell 32:731. The hundredfold effect of claim 10 is
what the constants were chosen to reproduce, not a prediction.
"""

from types import SimpleNamespace

import numpy as np
from arms import at_day, give, last, run, with_rows

from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario
from osteoniche.study import progression
from osteoniche.system import default_system, keep

CELLS = "tumour_cells"
TUMOURS = ("jagged1-low", "jagged1-high")


def times_lower(untreated: Result, treated: Result) -> float:
    """How many times lower the burden is on the last day."""
    return last(untreated) / last(treated)


def burden_below_untreated(*drugs: str, **fields: object) -> float:
    """The same for a mouse on the usual doses of some drugs."""
    return times_lower(run(**fields), run(**fields, treatments=[give(drug) for drug in drugs]))


def test_1_healthy_bone_renews_itself_in_balance() -> None:
    """Healthy bone renews itself: osteoclasts remove used bone, osteoblasts lay down new bone.

    Two years without tumour and drug: bone mass 100 % and cells 1, to the rounding of compiled code
    (less than 1e-9 %; the equations themselves are exactly 0 there). A disturbance (one
    dose of a RANKL inhibitor, after which osteoclasts all but vanish) dies away.
    """
    for species in ("mouse", "human"):
        rows = np.arange(0.0, 731.0)
        healthy = with_rows(Scenario(species=species, tumour="none"), rows)
        assert (abs(healthy["bone_mass_percent"] - 100.0) < 1e-9).all()
        assert (abs(healthy["osteoclasts_fold"] - 1.0) < 1e-11).all()
        assert (abs(healthy["osteoblasts_fold"] - 1.0) < 1e-11).all()
    dose = {"drug": "rankl-inhibitor", "dose": 3.0, "start": 0.0, "every": None}
    disturbed = with_rows(Scenario(tumour="none", treatments=[dose]), np.arange(0.0, 1001.0))
    assert disturbed["osteoclasts_fold"].min() < 0.02
    assert disturbed["bone_mass_percent"].max() > 125
    away = [abs(at_day(disturbed, "bone_mass_percent", day) - 100) for day in (50, 200, 500, 1000)]
    assert away[0] > away[1] > away[2] > away[3]
    assert away[3] < 1
    assert abs(at_day(disturbed, "osteoclasts_fold", 1000) - 1) < 0.01


def test_2_tumour_cells_stimulate_osteoclasts_and_so_destroy_bone() -> None:
    """Tumour cells stimulate osteoclasts and so destroy bone.

    Osteoclasts rise, bone falls and falls the faster the larger the tumour; without the feedback of
    TGF-beta from bone, both tumour and bone loss are slower (the vicious cycle).
    """
    untreated = run()
    weeks = range(0, 43, 7)
    osteoclasts = [at_day(untreated, "osteoclasts_fold", day) for day in weeks]
    assert all(np.diff(osteoclasts) > 0)
    assert osteoclasts[-1] > 2
    lost = -np.diff([at_day(untreated, "bone_mass_percent", day) for day in weeks])
    assert all(lost > 0)
    assert all(np.diff(lost) > 0)
    assert lost[-1] > 10
    cut = run(parameters={"aG": 0.0, "aP": 0.0, "aJT": 0.0})
    assert last(cut) < 0.9 * last(untreated)
    assert last(cut, "bone_mass_percent") > last(untreated, "bone_mass_percent") + 1
    assert last(cut, "osteoclasts_fold") < last(untreated, "osteoclasts_fold")


def test_3_bisphosphonates_keep_bone_and_hardly_touch_the_metastasis() -> None:
    """Bisphosphonates slow bone loss and help the patient, but hardly touch the metastasis.

    Bone is kept; burden stays within threefold of untreated at any dose; nothing is cured.
    """
    for species, doses in (("mouse", (25.0, 100.0, 300.0, 1000.0)), ("human", (1.0, 4.0, 8.0))):
        untreated = run(species=species)
        kept = []
        for dose in doses:
            treated = run(species=species, treatments=[give("zoledronate", species, dose=dose)])
            kept.append(last(treated, "bone_mass_percent"))
            assert 1 < times_lower(untreated, treated) < 3
            assert (np.diff(treated[CELLS]) > 0).all()
        assert last(untreated, "bone_mass_percent") < 80 < 95 < kept[0]
        assert (np.diff(kept) > 0).all()


def test_4_osteoblasts_make_a_home_for_tumour_cells() -> None:
    """Osteoblasts make a home for tumour cells: burden grows with the Jagged1 of osteoblasts."""
    for tumour in TUMOURS:
        none, normal, sixfold = (
            last(run(host=host, tumour=tumour)) for host in ("knock-out", "wild-type", "transgenic")
        )
        assert none < normal < sixfold
    none, sixfold = (last(run(host=host)) for host in ("knock-out", "transgenic"))
    assert sixfold > 2 * none


def test_5_chemotherapy_makes_osteoblasts_show_more_jagged1() -> None:
    """Chemotherapy (paclitaxel, cisplatin) makes osteoblasts show more Jagged1.

    It rises after each dose and falls back, tumour or not; tumour Jagged1 does not feel the drug.
    """
    system = default_system()
    p = system.values("mouse")
    health = system.start(p)
    site = {"paclitaxel": "paclitaxel_marrow", "cisplatin": "cisplatin_adducts"}
    for drug in ("paclitaxel", "cisplatin"):
        for tumour in ("none", *TUMOURS):
            twice = give(drug, every=17.0, until=30.0)
            shown = run(tumour=tumour, treatments=[twice])["osteoblast_jagged1_fold"]
            first, between, second, end = (shown[6 * day] for day in (9, 23, 26, 42))
            assert first > 2
            assert second > 2
            assert between < 1.1
            assert end < 1.1
        exposed = SimpleNamespace(**(health | {site[drug]: 1.0}))
        none_given = {other.name: 0.0 for other in system.drugs}
        rates = system.evaluate(exposed, p, none_given, keep).rates
        assert rates["osteoblast_jagged1"] > 1
        assert rates["tumour_jagged1"] == 0


def test_6_jagged1_of_bone_makes_the_tumour_resistant() -> None:
    """Jagged1 meets Notch on the tumour cell and stops apoptosis: bone makes the tumour resistant.

    Chemotherapy with and without induction. Without it burden is many times lower (paclitaxel
    26-fold, weekly cisplatin 9-fold), Notch activity low, and apoptosis up to 2.5 times higher:
    always with paclitaxel twice a week, at the height of each week with cisplatin.
    """
    fewer = {"paclitaxel": 20, "cisplatin": 8}
    for drug, times in fewer.items():
        induced, not_induced = (run(treatments=[give(drug)], induction=most) for most in (3.9, 1.0))
        assert times_lower(induced, not_induced) > times
        assert last(induced, "notch_activity") > 1.5 * last(not_induced, "notch_activity")
        apoptosis = not_induced["apoptosis_percent"] / induced["apoptosis_percent"]
        second_week_on = apoptosis[induced.grid >= 14]
        assert second_week_on.max() > 2.3
        assert second_week_on.min() > (2.3 if drug == "paclitaxel" else 1.3)


def test_7_resistance_comes_from_normal_cells_not_from_mutation() -> None:
    """Resistance comes from normal cells: the tumour survives while resistant clones are minute."""
    untreated = run()
    for drug in ("paclitaxel", "cisplatin", "docetaxel"):
        treated = run(treatments=[give(drug)])
        assert times_lower(untreated, treated) < 3
        assert last(treated) > 100 * treated[CELLS][0]
        assert treated["resistant_fraction"].max() < 1e-4


def test_8_the_block_lasts_and_what_comes_back_late_is_the_resistant_clone() -> None:
    """Normal cells are genetically stable, so the block can last; tumour cells mutate and escape.

    A patient on chemotherapy and antibody for five years: a response below a thousandth that lasts
    for over a year; what then grows is more than 99 % resistant to the taxane, and seen as such. It
    grows no more than tenfold or so: at the speed of a metastasis that is seen (doubling in some
    four months) five years are too short for more.
    """
    given = [give(drug, "human") for drug in ("paclitaxel", "15D11")]
    combination = run(species="human", days=1826, treatments=given)
    cells = combination[CELLS]
    lowest = int(np.argmin(cells))
    responding = combination.grid[cells < 1e-3 * cells[0]]
    gaps = np.flatnonzero(np.diff(responding) != 1)
    assert np.diff([0, *gaps, len(responding)]).max() > 365  # days without a gap
    assert (combination["free_jagged1_fold"][200:] < 0.5).all()  # the block itself lasts
    assert at_day(combination, "resistant_fraction", responding[0]) < 0.01
    assert cells[-1] > 5 * cells[lowest]
    assert last(combination, "resistant_fraction") > 0.99
    assert last(combination, "taxane_resistant_cells") > 0.99 * cells[-1]


def test_8_a_patient_on_chemotherapy_alone_progresses_after_months() -> None:
    """Five months on 175 mg/m2 every three weeks, nine on 80 weekly: what the constants are for.

    Seidman et al. 2008 (row CLI-03); without treatment it takes less, and docetaxel lasts longer.
    """
    month = 365.25 / 12
    weekly = give("paclitaxel", "human", dose=80.0, every=7.0, hours=1.0)
    plans = {
        "none": [],
        "three-weekly": [give("paclitaxel", "human")],
        "docetaxel": [give("docetaxel", "human")],
        "weekly": [weekly],
    }
    months = {}
    for name, given in plans.items():
        scenario = Scenario.model_validate({"species": "human", "treatments": given})
        found = progression(scenario, run(species="human", treatments=given))
        assert found is not None
        months[name] = found / month
    assert months["none"] < months["three-weekly"] < months["docetaxel"] < months["weekly"]
    assert abs(months["three-weekly"] - 5) < 0.25
    assert abs(months["weekly"] - 9) < 0.25


def test_9_the_antibody_alone_works_where_the_tumour_carries_jagged1() -> None:
    """The antibody 15D11 alone blocks bone metastasis in animals, with little toxicity.

    Modest in the Jagged1-low line, tenfold or more in the high line; healthy bone unchanged.
    """
    low, high = (burden_below_untreated("15D11", tumour=tumour) for tumour in TUMOURS)
    assert 1.2 < low < 3
    assert high > 10
    healthy = run(tumour="none", treatments=[give("15D11")])
    assert np.abs(healthy["bone_mass_percent"] - 100).max() < 1e-9


def test_10_with_chemotherapy_it_cuts_metastases_more_than_a_hundredfold() -> None:
    """Given with chemotherapy the antibody cuts bone metastases more than 100-fold.

    And far more than the product of the two single effects, with either drug, in either line.
    """
    for tumour in TUMOURS:
        antibody = burden_below_untreated("15D11", tumour=tumour)
        for drug in ("paclitaxel", "cisplatin", "docetaxel"):
            chemotherapy = burden_below_untreated(drug, tumour=tumour)
            pair = burden_below_untreated(drug, "15D11", tumour=tumour)
            assert pair > 100
            assert pair > 10 * chemotherapy * antibody
