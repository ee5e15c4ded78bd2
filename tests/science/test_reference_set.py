"""The parameter set `reference-2026` holds the printed table of constants, for good."""

from functools import cache

import pytest
import sympy

from osteoniche import parameters
from osteoniche.engine.codegen import read_symbols
from osteoniche.errors import ScenarioError
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.system import default_system

# The printed table, typed from it and not from the code: symbol=value, or symbol=mouse/human.
PRINTED = """
kap1=5.633 kap2=1.754 f0=0.05 kR=0.1703 kB=0.189 kC=0.1353 Kpa=51.6 Kpr=0.07657 rho0=31.85
betL=168.4 degL=10.13 aRK=0.3412 bOPG=18.44 KRL=4.457 kZ=0.022/0.0007671 kG=4 sP=1.17 aP=1
Kmu=5e+05/1e+10 Kloc=1e+04/2e+08 ome=1.43 epsC=1.16 KO=1 r0=0.187/0.0115 d0=0.02/0.002
K=3e+08/1e+12 aG=0.336 KGam=2 aN=0.15 aO=0.465 bN=0.2 kA=1 kJ=0.7 kJT=0.7 aJT=1 wR=0.5 KL=0.5
tauJ=0.02 kapc=0 Knich=1e+08/1e+12 KN=1.65 hN=2 kN=12 protection_max=0.98 kkP=0.27 EP=0.079 hP=1
EJP=0.03 kkC=0.3 EC=0.02 hC=1 EJC=0.01 rho=100 cR=0.05 mP=1e-06/1e-07 mC=1e-06/1e-07 u0=0.02
v0=0.1/0.05 xi=0.05 kaX=6 FX=1 VX=0.81/0.2259 k10X=20.832/33.4 k12X=0.144/13.6 k21X=2.0112/1.163
keX=1 kaY=48 FY=1 VY=0.4/0.3108 k10Y=72/32.4 kD=0.7 kaM=4 FM=1 CLM=0.0083/0.002857
V1M=0.0726/0.05157 V2M=0.0553/0.03929 QM=0.0312/0.01067 U=5 kint=1 Kss=1 BCb=0.0727 Fbone=0.5
kW=0.0125/0.00231 eW=2 iW=0.6 W50=20/10 T0=2000/3e+07 fRP=1e-05/1e-06 fRC=1e-05/1e-06 fQ=0.001
MWab=150
"""

# The RANKL inhibitor's constants, printed in a table of their own. Without loss through its target
# in the mouse (VmH = 0), the mouse has no KmH; the human one stands in.
PRINTED_INHIBITOR = """
eI=3 kaH=0.314/0.2567 FH=0.3/0.61 CLH=0.035/0.001182 V1H=0.05/0.0397 V2H=0.012/0.0189
QH=0.006/0.0064 VmH=0/0.00725 KmH=1.28 KI=107.6/26.5 MWH=92.5/147
"""

# Docetaxel came later too: paclitaxel's compartments and potency.
PRINTED_DOCETAXEL = """
kaD=6 FD=1 VD=0.81/0.2259 k10D=20.832/33.4 k12D=0.144/13.6 k21D=2.0112/1.163 keD=1 kkD=0.27
ED=0.079 hD=1 EJD=0.03
"""

# Units, and what was switched off when the reference numbers were computed.
CHOSEN = """
gate=0 sG=0 nE=1 hE=4 Z0=100 body_weight=0.025/70 weight_per_surface=3/37 nmol_per_mg_kDa=1000
ug_per_mg=1000
"""

SET_ELSEWHERE = {"Imax": 2.9, "JB0": 1.0, "JT0": 0.1}
"""Printed too, but set by a scenario's induction, host and tumour."""


def printed() -> dict[str, dict[str, float]]:
    """The printed values by species and symbol."""
    values: dict[str, dict[str, float]] = {species: {} for species in SPECIES}
    for entry in (PRINTED + PRINTED_INHIBITOR + PRINTED_DOCETAXEL + CHOSEN).split():
        symbol, _, numbers = entry.partition("=")
        mouse, _, human = numbers.partition("/")
        values["mouse"][symbol] = float(mouse)
        values["human"][symbol] = float(human or mouse)
    for known in values.values():  # printed as its own kill, meant as a ratio since
        known["potD"] = known.pop("kkD") / known["kkP"]
    return values


@pytest.mark.parametrize("species", SPECIES)
def test_the_set_is_the_printed_table(species: str) -> None:
    assert parameters.held("reference-2026", species) == printed()[species]


@cache
def without_costs() -> set[str]:
    """The constants that bone or tumour depend on; what a dose costs acts back on neither."""
    _, signals, moment = read_symbols(default_system().core)
    lines = [*dict(signals).values(), *moment.rates.values(), *moment.readouts.values()]
    return {one.name for line in lines for one in sympy.sympify(line).free_symbols}


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", parameters.names())
def test_a_constant_that_is_younger_than_a_set_does_not_change_it(name: str, species: str) -> None:
    """Declare `off` with the constant, or no set that exists gives the curves that it gave."""
    known, declared = parameters.held(name, species), default_system().by_symbol
    loaded = parameters.load(name, species)
    assert {symbol: loaded[symbol] for symbol in known} == known
    assert set(loaded) == set(declared) - set(SET_BY_OTHERS)
    for symbol in (set(loaded) - set(known)) & without_costs():
        why = f"{symbol} is younger than {name} and its declared value is not its off value"
        assert declared[symbol].off is not None, why
        assert loaded[symbol] == declared[symbol].off


@pytest.mark.parametrize("species", SPECIES)
def test_every_printed_constant_is_declared_and_the_rest_is_set_elsewhere(species: str) -> None:
    declared = default_system().by_symbol
    assert set(printed()[species]) <= set(declared)
    assert set(SET_BY_OTHERS) == set(SET_ELSEWHERE)
    scenario = Scenario(species=species, parameters=parameters.load("reference-2026", species))
    used = default_system().values(species, scenario.overrides())
    for symbol, value in (printed()[species] | SET_ELSEWHERE).items():
        assert getattr(used, symbol) == pytest.approx(value, rel=1e-15), symbol


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("tumour", default_system().model.tumours)
def test_a_scenario_accepts_the_set_whole(species: str, tumour: str) -> None:
    values = parameters.load("reference-2026", species)
    scenario = Scenario(species=species, tumour=tumour, parameters=values)
    assert (scenario.overrides().get("T0") == 0.0) == (tumour == "none")


def test_an_unknown_set_or_species_is_refused_with_what_there_is() -> None:
    assert "reference-2026" in parameters.names()
    with pytest.raises(ScenarioError, match=r"'reference-2016'.*choose from .*reference-2026"):
        parameters.load("reference-2016", "mouse")
    with pytest.raises(ScenarioError, match=r"species: 'rat'.*choose from mouse, human"):
        parameters.load("reference-2026", "rat")


@pytest.mark.parametrize("name", parameters.names())
def test_every_set_says_what_it_is(name: str) -> None:
    assert all(parameters.about(name).values())


def test_loading_gives_a_fresh_copy() -> None:
    parameters.load("reference-2026", "mouse").clear()
    assert parameters.load("reference-2026", "mouse")["KL"] == 0.5
