"""Constants by the names that they once had, in files, addresses and parameter sets."""

import pytest

from osteoniche import parameters
from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario, address


def test_a_former_constant_is_read_as_the_ratio_that_took_its_place():
    scenario = Scenario(set="fitted-2026", parameters={"kkD": 0.534})
    kill = parameters.load("fitted-2026", "mouse")["kkP"]
    assert dict(scenario.parameters) == {"potD": pytest.approx(0.534 / kill)}


def test_it_goes_by_what_the_scenario_says_of_the_other():
    scenario = Scenario(parameters={"kkD": 0.6, "kkP": 0.3})
    assert dict(scenario.parameters) == {"kkP": 0.3, "potD": pytest.approx(2.0)}


def test_sets_that_hold_it_keep_their_kill():
    for name, kill in (("reference-2026", 0.27), ("fitted-2026", 1.77269)):
        values = parameters.load(name, "mouse")
        assert values["potD"] * values["kkP"] == pytest.approx(kill, rel=1e-12)
        assert "kkD" not in values


def test_an_old_address_holds():
    found = address.decode("p.kkD=0.27&docetaxel=10@7/7.ip")
    assert found.set == "fitted-2026"
    assert list(found.parameters) == ["potD"]
    assert address.decode(address.encode(found)) == found


@pytest.mark.parametrize("value", ["much", None, True, 1e9])
def test_a_wrong_value_is_refused_by_name(value):
    with pytest.raises(ScenarioError, match="potD"):
        Scenario.model_validate({"parameters": {"kkD": value}})
