"""Terms that were added to the equations: off in sets that are older, and neutral in health."""

from types import SimpleNamespace

import numpy as np
import pytest
from arms import last, run

from osteoniche import parameters
from osteoniche.quantity import SPECIES
from osteoniche.system import default_system, keep

OLDER = ("reference-2026", "fitted-2026")
ON = {"gK": 8e-7, "omR": 0.5, "fL": 0.65}


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", OLDER)
def test_they_are_off_in_older_sets(name: str, species: str) -> None:
    values = parameters.load(name, species)
    assert {symbol: values[symbol] for symbol in ON} == dict.fromkeys(ON, 0.0)
    assert values["VmX"] == 0


@pytest.mark.parametrize("species", SPECIES)
def test_healthy_bone_stays_exactly_as_it_is_with_all_of_them_on(species: str) -> None:
    system = default_system()
    p = system.values(species, ON | {"T0": 0.0})
    x = SimpleNamespace(**system.start(p))
    rates = system.evaluate(x, p, dict.fromkeys(system.by_name, 0.0), keep).rates
    assert {name: rate for name, rate in rates.items() if rate != 0} == {}


def test_late_blockade_of_rankl_loses_most_where_the_gain_fades_with_size() -> None:
    """What the tumour gains from TGF-beta is gained while it is small."""
    kept = {}
    for fades in (0.0, 1e-5):
        untreated = last(run(parameters={"gK": fades}))
        early, late = (
            np.log(untreated / last(run(parameters={"gK": fades}, treatments=[_blocked(day)])))
            for day in (0.0, 21.0)
        )
        kept[fades] = late / early
    assert kept[1e-5] < 0.7 * kept[0.0]
    assert last(run(parameters={"gK": 1e-5})) < last(run(parameters={"gK": 0.0}))


def _blocked(day: float) -> dict[str, object]:
    return {"drug": "rankl-inhibitor", "start": day}


def test_a_tumour_that_thins_pre_osteoblasts_leaves_fewer_osteoblasts() -> None:
    with_loss, without = (
        last(run(parameters={"omR": share}), "osteoblasts_fold") for share in (0.9, 0.0)
    )
    assert with_loss < 0.9 * without


def test_what_needs_no_rankl_is_left_under_its_blockade() -> None:
    """A share of formation stays, so that osteoclasts do not vanish under denosumab."""
    given = [{"drug": "rankl-inhibitor", "start": 0.0}]
    fields = {"species": "human", "tumour": "none", "days": 91, "treatments": given}
    left = {
        share: last(run(parameters={"fL": share}, **fields), "osteoclasts_fold")
        for share in (0.0, 0.65)
    }
    assert left[0.0] < 0.01
    assert 0.1 < left[0.65] < 0.3
