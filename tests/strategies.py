"""Hypothesis strategies of valid scenarios, from anywhere in the box that the declarations allow.

Limits come from `limits`, the drug files and the declarations of constants, not from a second list.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from osteoniche import parameters
from osteoniche.components import Drug
from osteoniche.errors import ScenarioError
from osteoniche.quantity import SPECIES, Species
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.scenario.courses import A_SECOND
from osteoniche.scenario.limits import (
    DAYS,
    DOSES_AT_MOST,
    EVERY,
    HOURS,
    INDUCTION,
    TIME,
    Range,
    dose_range,
)
from osteoniche.system import default_system, system_of

SYSTEM = default_system()
DRUGS = {drug.name: drug for drug in SYSTEM.drugs}
SYMBOLS = sorted(set(SYSTEM.by_symbol) - set(SET_BY_OTHERS))


def within(allowed: Range) -> st.SearchStrategy[float]:
    """Any number of a range, both ends and the default often among them."""
    return st.one_of(
        st.sampled_from([allowed.low, allowed.default, allowed.high]).map(float),
        st.floats(allowed.low, allowed.high),
    )


def days(species: Species) -> st.SearchStrategy[int]:
    """Any horizon of a species."""
    return st.integers(int(DAYS[species].low), int(DAYS[species].high))


def constant(symbol: str, species: Species) -> st.SearchStrategy[float]:
    """Any value that a scenario may give a constant."""
    declared = SYSTEM.by_symbol[symbol]
    return within(Range(*declared.bounds(species), declared.values[species], declared.unit))


@st.composite
def constants(draw: st.DrawFn, species: Species) -> dict[str, float]:
    """Some constants (now and then all of them), each anywhere within its bounds."""
    if draw(st.integers(0, 9)) == 0:
        share = draw(st.floats(0, 1))
        bounds = {symbol: SYSTEM.by_symbol[symbol].bounds(species) for symbol in SYMBOLS}
        return {
            symbol: min(high, low + share * (high - low)) for symbol, (low, high) in bounds.items()
        }
    symbols = draw(st.lists(st.sampled_from(SYMBOLS), unique=True, max_size=6))
    return {symbol: draw(constant(symbol, species)) for symbol in symbols}


@st.composite
def treatment(draw: st.DrawFn, drug: Drug, species: Species, last: int) -> dict[str, Any]:
    """A drug on any schedule that the limits allow in a scenario of so many days."""
    route = draw(st.sampled_from(drug.dosing[species].routes))
    start = draw(within(TIME) | st.floats(TIME.low, last))
    until = draw(_after(start, last))
    hours = draw(within(HOURS)) if route == "infusion" else None
    end = last if until is None else min(until, last)
    # at most so many doses, and an infusion ends before the next one starts
    shortest = max((end - start) / DOSES_AT_MOST * (1 + 1e-12), (hours or 0) / 24 * (1 + 1e-12))
    every = Range(max(EVERY.low, shortest), EVERY.high, max(EVERY.default, shortest))
    between = draw(st.none() | within(every))
    cycle = draw(_cycle(between, hours, shortest)) if draw(st.integers(0, 3)) == 0 else {}
    return {
        "drug": drug.name,
        "dose": draw(within(dose_range(drug, species))),
        "start": start,
        "every": between,
        "doses": None,
        "again": None,
        **cycle,
        "until": until,
        "route": route,
        "hours": hours,
    }


@st.composite
def _cycle(
    draw: st.DrawFn, between: float | None, hours: float | None, shortest: float
) -> dict[str, Any]:
    """Doses of a cycle and the days after which it begins anew: longer than it takes."""
    doses = 1 if between is None else draw(st.integers(1, 6))
    # no more doses than at equal distances
    takes = max((doses - 1) * (between or 0.0) + (hours or 0.0) / 24, doses * shortest)
    soonest = max(EVERY.low, takes + 2 * A_SECOND)
    if soonest > EVERY.high:
        return {}
    return {"doses": doses, "again": draw(st.floats(soonest, EVERY.high))}


def _after(start: float, last: float) -> st.SearchStrategy[float | None]:
    """Any end of a schedule that starts on a day."""
    ends: list[st.SearchStrategy[float | None]] = [st.none()]
    soonest = start + 2 * A_SECOND
    if soonest < TIME.high:
        ends += [st.just(TIME.high), st.floats(soonest, TIME.high)]
    if soonest < last:
        ends.append(st.just(float(last)))
    return st.one_of(ends)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A valid scenario as plain data, every field given, its treatments in any order."""
    species = draw(st.sampled_from(SPECIES))
    last = draw(days(species))
    drugs = draw(st.lists(st.sampled_from(sorted(DRUGS)), unique=True))
    return {
        "set": draw(st.sampled_from(parameters.names())),
        "species": species,
        "days": last,
        "host": draw(st.sampled_from(sorted(SYSTEM.model.hosts))),
        "tumour": draw(st.sampled_from(sorted(SYSTEM.model.tumours))),
        "induction": draw(within(INDUCTION)),
        "treatments": [draw(treatment(DRUGS[name], species, last)) for name in drugs],
        "parameters": draw(constants(species)),
    }


def scenarios() -> st.SearchStrategy[Scenario]:
    """A valid scenario from anywhere in the allowed box."""
    return documents().map(Scenario.model_validate)


@st.composite
def alike(draw: st.DrawFn) -> tuple[Scenario, Scenario]:
    """Two scenarios that are written differently and give the same result."""
    document = draw(documents())
    species, last = document["species"], document["days"]
    given = [dict(planned) for planned in document["treatments"] if planned["dose"] > 0]
    for planned in given:
        if planned["until"] is None or planned["until"] >= last:
            ends = [end for end in (float(last), last, TIME.high) if end > planned["start"] + 1]
            ends.append(None)
            planned["until"] = draw(st.sampled_from(ends))
    for name in draw(st.lists(st.sampled_from(sorted(DRUGS)), unique=True)):
        if all(planned["drug"] != name for planned in given):
            given.append(draw(treatment(DRUGS[name], species, last)) | {"dose": 0})
    own = dict(document["parameters"])
    for symbol in draw(st.lists(st.sampled_from(SYMBOLS), max_size=3)):
        own.setdefault(symbol, system_of(document["set"]).by_symbol[symbol].values[species])
    other = document | {
        "days": float(last),
        "induction": _induction_like(draw, document),
        "treatments": draw(st.permutations([_as_whole(planned) for planned in given])),
        "parameters": dict(draw(st.permutations(sorted(own.items())))),
    }
    return Scenario.model_validate(document), Scenario.model_validate(other)


@st.composite
def different(draw: st.DrawFn) -> tuple[str, Scenario, Scenario]:
    """Two scenarios that differ in one field that matters, and the name of the field."""
    before = draw(scenarios())
    fields = ["set", "days", "host", "tumour", "induction", "parameters", "added"]
    given = [planned.drug for planned in before.given]
    fields += [f"{drug}.{name}" for drug in given for name in PLAN]
    field = draw(st.sampled_from(fields))
    drug, _, name = field.rpartition(".")
    changes = _replanned(draw, before, drug, name) if drug else _changed(draw, before, field)
    try:
        return field, before, before.changed(**changes)
    except ScenarioError:  # too many doses in a longer horizon, or an end before the start
        assume(False)
        raise


PLAN = ("dose", "start", "every", "until", "route", "hours")
"""The fields of a treatment that matter."""


def _changed(draw: st.DrawFn, before: Scenario, field: str) -> Mapping[str, Any]:
    """Another value of a field of the scenario."""
    now = before.model_dump()
    if field == "added":
        drug = draw(st.sampled_from(sorted(set(DRUGS) - {d.drug for d in before.given}) or [""]))
        assume(drug)
        new = draw(treatment(DRUGS[drug], before.species, before.days))
        assume(new["dose"] > 0)
        kept = [planned for planned in now["treatments"] if planned["drug"] != drug]
        return {"treatments": [*kept, new]}
    if field == "parameters":
        symbol = draw(st.sampled_from(SYMBOLS))
        elsewhere = {**SYSTEM.model.hosts[before.host], **SYSTEM.model.tumours[before.tumour]}
        value = draw(constant(symbol, before.species))
        now = before.parameters.get(symbol, before.usual(symbol))
        assume(symbol not in elsewhere and value != now)
        return {"parameters": {**before.parameters, symbol: value}}
    choices = {
        "set": st.sampled_from(parameters.names()),
        "days": days(before.species),
        "host": st.sampled_from(sorted(SYSTEM.model.hosts)),
        "tumour": st.sampled_from(sorted(SYSTEM.model.tumours)),
        "induction": within(INDUCTION),
    }
    value = draw(choices[field])
    assume(value != now[field])
    assume(field != "induction" or _is_induced(now["treatments"]))
    return {field: value}


def _is_induced(treatments: Iterable[Mapping[str, Any]]) -> bool:
    """Whether anything is given that raises Jagged1."""
    return any(DRUGS[t["drug"]].role == "chemotherapy" and t["dose"] > 0 for t in treatments)


def _induction_like(draw: st.DrawFn, document: Mapping[str, Any]) -> float:
    """An induction that gives the same result: any, where nothing is given that raises Jagged1."""
    if _is_induced(document["treatments"]):
        return float(document["induction"])
    return float(draw(within(INDUCTION)))


def _replanned(draw: st.DrawFn, before: Scenario, drug: str, name: str) -> Mapping[str, Any]:
    """Another value of a field of a drug that is given."""
    new = draw(treatment(DRUGS[drug], before.species, before.days))
    treatments = [planned.model_dump() for planned in before.treatments]
    for planned in treatments:
        if planned["drug"] == drug:
            assume(name != "every" or planned["doses"] != 1)  # a cycle of one has no interval
            changed = planned | {name: new[name]}
            if name == "route":
                changed["hours"] = HOURS.default if new["route"] == "infusion" else None
            if changed["route"] == "infusion" and changed["hours"] is None:
                changed["hours"] = HOURS.default  # what None stands for
            ends = [before.days if p["until"] is None else p["until"] for p in (planned, changed)]
            same = min(ends[0], before.days) == min(ends[1], before.days)
            assume(not same if name == "until" else changed[name] != planned[name])
            planned.update(changed)
    return {"treatments": treatments}


def _as_whole(planned: Mapping[str, Any]) -> dict[str, Any]:
    """The treatment with whole numbers as int, as JSON from a browser has them."""
    return {
        name: int(value) if isinstance(value, float) and math.floor(value) == value else value
        for name, value in planned.items()
    }
