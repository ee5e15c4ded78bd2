"""TGF-beta on survival (sG), a second place where it may act, and docetaxel, the second taxane."""

from types import SimpleNamespace

import judge
import numpy as np
import pytest
from arms import at_day, give, last, run, run_reference

from osteoniche.system import default_system, keep


def deaths(sG: float, tgf_beta: float) -> float:
    """Basal apoptosis per day of a mouse whose marrow holds so much TGF-beta."""
    system = default_system()
    p = system.values("mouse", {"sG": sG})
    x = SimpleNamespace(**(system.start(p) | {"tgf_beta": tgf_beta}))
    none = {drug.name: 0.0 for drug in system.drugs}
    return float(system.evaluate(x, p, none, keep).signals["death"])


@pytest.mark.parametrize("tgf_beta", [0.0, 0.3, 1.0, 7.0])
def test_without_the_gain_nothing_is_added_not_by_a_bit(tgf_beta: float) -> None:
    p = default_system().values("mouse")
    notch = default_system().start(p)["notch_activity"]
    assert p.sG == 0.0
    assert deaths(0.0, tgf_beta) == p.d0 * (1 - p.bN * notch)


def test_in_health_the_gain_does_nothing_and_without_tgf_beta_it_kills() -> None:
    most = 4.3 / (default_system().values("mouse").KGam + 1)
    assert deaths(4.3, 1.0) == deaths(0.0, 1.0)
    assert deaths(4.3, 0.0) == pytest.approx(deaths(0.0, 0.0) * np.exp(most), rel=1e-12)
    assert deaths(4.3, 5.0) < deaths(0.0, 5.0)


def test_an_independent_implementation_finds_the_same_curve() -> None:
    constants = {"sG": 4.3, "r0": 0.37}
    ours = run_reference(days=25, parameters=constants)
    theirs = judge.run(days=25, overrides=constants)
    assert last(ours) == pytest.approx(float(theirs["tumour_cells"][-1]), rel=2e-3)


def test_docetaxel_is_paclitaxel_by_another_name_until_its_potency_is_set() -> None:
    """Same constants, same course; a drug that is not given leaves the other alone."""
    same = {"dose": 10.0, "every": 7.0, "route": "ip", "start": 7.0}
    declared = default_system().by_symbol
    alike = {
        f"{symbol}D": declared[f"{symbol}{theirs}"].values["mouse"]
        for symbols, theirs in (("ka F V k10 k12 k21 ke", "X"), ("kk E h EJ", "P"))
        for symbol in symbols.split()
    }
    one = run(treatments=[{"drug": "paclitaxel", **same}])
    other = run(treatments=[{"drug": "docetaxel", **same}], parameters=alike)
    for series in ("tumour_cells", "osteoblast_jagged1_fold", "apoptosis_percent"):
        np.testing.assert_allclose(one[series], other[series], rtol=1e-5)


def test_docetaxel_selects_the_taxane_resistant_clone() -> None:
    many = {"fRP": 1e-3, "fRC": 1e-3}
    end = run(treatments=[give("15D11"), {"drug": "docetaxel"}], parameters=many)
    assert last(end, "taxane_resistant_cells") > 10 * last(end, "platinum_resistant_cells")
    assert at_day(end, "docetaxel_mg_per_L", 8.0) >= 0
