"""A scenario names its parameter set, so that a link of today gives the same numbers next year."""

import json

import pytest

from osteoniche import __version__, parameters
from osteoniche.calibration.unknowns import held
from osteoniche.commands.cli import main
from osteoniche.errors import ScenarioError
from osteoniche.parameters import DEFAULT, UNNAMED
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.defaults import for_species
from osteoniche.scenario.presets import OPENING, preset, reference_arms
from osteoniche.study import simulate
from osteoniche.system import declared_system, system_of

OTHER = "reference-2026"


# What a set is of


def test_a_new_scenario_and_a_preset_are_of_the_default_set():
    assert Scenario().set == preset("combination", HUMAN).set == DEFAULT


def test_they_are_of_the_default_set_of_a_later_program_too(later):
    assert Scenario().set == preset("combination").set == later


@pytest.mark.parametrize(
    "query",
    ["days=50", "15D11=10", "p.kkP=0.3", "species=human", "paclitaxel=none&view.axis=linear"],
)
def test_an_address_with_settings_and_no_set_is_of_the_set_before_sets_were_named(later, query):
    assert address.decode(query).set == UNNAMED
    assert address.read(query).scenario.set == UNNAMED


@pytest.mark.parametrize(
    "query", ["", "view.axis=linear", "made=0.1.0", "utm_source=mail", "made=0.1.0&fbclid=x"]
)
def test_an_address_without_settings_is_of_the_default_set(later, query):
    assert address.decode(query) == preset(OPENING)
    assert address.decode(query).set == later


def test_a_file_with_settings_and_no_set_is_of_the_set_before_sets_were_named(later):
    assert Scenario.model_validate_json('{"days": 42}').set == UNNAMED
    assert Scenario.model_validate_json('{"scenario": {"days": 42}}').set == UNNAMED
    assert Scenario.model_validate_json("{}").set == later
    assert Scenario.model_validate_json(f'{{"set": "{later}"}}').set == later


# What a set does


@pytest.mark.parametrize("species", SPECIES)
def test_the_constants_of_a_run_are_those_of_its_set(species):
    named = preset("combination", species).changed(set=OTHER)
    spelt = named.changed(set=DEFAULT, parameters=parameters.load(OTHER, species))
    for name, values in simulate(named).series.items():
        assert values == pytest.approx(simulate(spelt).series[name], rel=1e-12, abs=1e-12), name
    assert named.key() != named.changed(set=DEFAULT).key()


def test_a_constant_of_the_scenario_goes_before_that_of_its_set():
    scenario = preset("chemotherapy").changed(set=OTHER, parameters={"kkP": 0.3})
    changed, usual = simulate(scenario), simulate(scenario.changed(parameters={}))
    assert changed["tumour_cells"][-1] != usual["tumour_cells"][-1]
    assert scenario.usual("kkP") == parameters.load(OTHER, MOUSE)["kkP"] != 0.3


def test_a_constant_at_the_value_of_its_set_is_no_other_scenario():
    usual = parameters.load(OTHER, MOUSE)["kkP"]
    plain = preset("chemotherapy").changed(set=OTHER)
    assert plain.changed(parameters={"kkP": usual}).key() == plain.key()
    moved = system_of(DEFAULT).by_symbol["kkP"].values[MOUSE]
    assert moved != usual
    assert plain.changed(parameters={"kkP": moved}).key() != plain.key()


@pytest.fixture
def older(monkeypatch):
    """A set from before two constants: one that can be off (declared as 1), one that can not."""
    whole, younger = parameters._read(DEFAULT), ("gate", "hE")
    values = {
        species: {symbol: value for symbol, value in known.items() if symbol not in younger}
        for species, known in whole["values"].items()
    }
    monkeypatch.setattr(parameters, "_read", lambda name: whole | {"values": values})
    system_of.cache_clear()
    yield "older"
    system_of.cache_clear()


@pytest.mark.parametrize("species", SPECIES)
def test_a_constant_that_is_younger_than_a_set_is_off_in_it(older, species):
    declared, now = declared_system().by_symbol, system_of(older).by_symbol
    known, loaded = parameters.held(older, species), parameters.load(older, species)
    assert {"gate", "hE"}.isdisjoint(known)
    assert declared["gate"].values[species] == 1
    assert (loaded["gate"], loaded["hE"]) == (0.0, declared["hE"].values[species])
    assert {symbol: loaded[symbol] for symbol in known} == known
    assert {symbol: now[symbol].values[species] for symbol in loaded} == loaded
    assert now["gate"].kinds == declared["gate"].kinds
    assert now["gate"].bounds(species) == declared["gate"].bounds(species)
    assert now["gate"].source.startswith(f"off (parameter set {older} is older)")
    assert now["hE"] == declared["hE"]
    assert Scenario(species=species, parameters=loaded).parameters["gate"] == 0


def test_a_new_fit_begins_at_what_is_declared_whatever_the_default_set_has(older):
    fixed = held("birth")
    assert (fixed["gate"], fixed["hE"], fixed["sG"], fixed["gK"]) == (1.0, 4.0, 0.0, 0.0)
    assert set(fixed) == set(parameters.load(older, MOUSE))
    assert fixed["potD"] == 2.0
    assert fixed["KN"] == 1.65 != parameters.load(parameters.DEFAULT, MOUSE)["KN"]


def test_arms_and_other_species_keep_the_set():
    scenario = preset("combination").changed(set=OTHER)
    assert {arm.set for arm in reference_arms(scenario).values()} == {OTHER}
    switched, dropped = for_species(scenario.model_dump(), HUMAN)
    assert (Scenario.model_validate(switched).set, dropped) == (OTHER, [])


def test_an_unknown_set_is_refused_by_name():
    with pytest.raises(ScenarioError, match=r"set: 'fitted-1999' is not allowed; choose from .*"):
        Scenario(set="fitted-1999")


# Where it is written


@pytest.mark.parametrize("name", parameters.names())
def test_an_address_always_names_the_set(name):
    query = address.encode(preset(OPENING).changed(set=name))
    assert query == f"set={name}"
    assert address.decode(query).set == name


def test_a_file_names_the_set_and_the_version_and_gives_the_scenario_back():
    scenario = preset("combination").changed(set=OTHER, days=50)
    document = scenario.as_file()
    assert (document["set"], document["made"]) == (OTHER, __version__)
    assert Scenario.model_validate_json(json.dumps(document)) == scenario
    other = Scenario.model_validate_json(json.dumps(document | {"made": "0.0.1"}))
    assert other == scenario
    assert other.key() == scenario.key()


def test_the_version_in_an_address_changes_nothing():
    scenario = preset("combination").changed(days=50)
    query = address.encode(scenario)
    for written in (f"{query}&made=0.0.1", f"made=9.9&{query}"):
        assert address.decode(written) == scenario
    assert address.made(f"{query}&made=0.0.1") == "0.0.1"
    assert address.made(query) is None


@pytest.mark.parametrize("made", [__version__, "0.0.1"])
def test_the_command_line_says_that_a_file_is_of_another_version(capsys, tmp_path, made):
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(preset("untreated").changed(days=8).as_file() | {"made": made}))
    assert main(["simulate", "--scenario", str(file)]) == 0
    said = capsys.readouterr().err
    assert ("saved with Osteoniche 0.0.1" in said) == (made == "0.0.1")


def test_the_command_line_takes_another_set(capsys):
    run = ("simulate", "--preset", "untreated", "--set", "days=8", "--format", "json")
    assert main([*run, "--set", f"set={OTHER}"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["scenario"]["set"], document["scenario"]["made"]) == (OTHER, __version__)
    expected = simulate(preset("untreated").changed(days=8, set=OTHER))
    assert document["series"]["tumour_cells"] == list(expected["tumour_cells"])
    assert main([*run, "--set", "set=none"]) == 2
    assert "set: 'none' is not allowed; choose from" in capsys.readouterr().err
