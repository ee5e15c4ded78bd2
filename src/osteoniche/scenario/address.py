"""Scenario <-> address: the query that describes what a page shows, defaults left out.

`/?set=fitted-2026&paclitaxel=10@7/3.5-42.ip&induction=3.9&p.kkP=0.3&made=0.2.0`. How courses of a
drug are written stands in `grammar`. Parts that are left out take their default, but for the
parameter set (`set`): an address with settings that names none is from before sets had to be named.
Keys that start with `view.` change only how things are shown, and `made` is the version of the
program that wrote the address.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from osteoniche import parameters
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.quantity import MOUSE, SPECIES
from osteoniche.scenario import REMEMBERED, Scenario, grammar
from osteoniche.scenario.checks import LOOKED_UP, NO_FIELD, drug_names, nearest
from osteoniche.scenario.flags import NUMBERS, WORDS
from osteoniche.scenario.grammar import number, plain
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.system import default_system

CONSTANT, VIEW, SET, MADE = "p.", "view.", "set", "made"
TRACKING = (
    "utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_*", "msclkid", "yclid",
    "ttclid", "twclid", "igsh", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "_hs*",
    "__hs*", "vero_*", "oly_*", "mtm_*", "pk_*", "matomo_*", "_ga", "_gl", "srsltid", "mibextid",
    "sfnsn", "trk*", "wt_mc", "s_cid", "ref", "ref_src", "ref_url",
)  # fmt: skip
"""Words that mail, chat and search programs append to a link; they say nothing of what is shown."""
PARAMETERS = "parameters."
"""What a constant's field starts with everywhere else."""
ONCE = "give each field once"
LONGEST = 8000
"""Characters that an address may have: enough for every constant and drug at full precision."""


@lru_cache(maxsize=REMEMBERED)
def encode(scenario: Scenario) -> str:
    """The query of a scenario, without the question mark. It always names the parameter set."""
    base = preset(OPENING, scenario.species)
    pairs: list[tuple[str, str]] = [(SET, scenario.set)]
    if scenario.species != MOUSE:
        pairs.append(("species", scenario.species))
    pairs += [
        (field, plain(getattr(scenario, field)))
        for field in ("days", "host", "tumour", "induction")
        if getattr(scenario, field) != getattr(base, field)
    ]
    for drug in drug_names():
        planned, usual = scenario.courses(drug), base.courses(drug)
        if planned != usual:
            pairs.append((drug, grammar.written(planned) if planned else "none"))
    pairs += [
        (CONSTANT + name, plain(value)) for name, value in sorted(scenario.parameters.items())
    ]
    return urlencode(pairs, quote_via=quote, safe="@/:,")


def decode(query: str) -> Scenario:
    """The scenario that a query describes; raises ScenarioError with every problem in it."""
    return _scenario(_settings(query))


@dataclass(frozen=True)
class Reading:
    """What could be taken from an address, and what is wrong with the parts left out of it."""

    scenario: Scenario
    left_out: tuple[Problem, ...] = ()


def read(query: str) -> Reading:
    """The scenario of what is right in a query, for people who follow a link.

    Raises ScenarioError for one that is too long to be read.
    """
    pairs, left_out = _settings(query), list[Problem]()
    while True:
        try:
            return Reading(_scenario(pairs), tuple(left_out))
        except ScenarioError as error:
            given = {name for name, _ in pairs}
            wrong = {_key(problem.field, given) for problem in error.problems} & given
            if not wrong:  # nothing that could be left out
                raise
            pairs = [pair for pair in pairs if pair[0] not in wrong]
            if SET in wrong:  # an unknown one, rather than none
                pairs.append((SET, parameters.DEFAULT))
            left_out += error.problems


def made(query: str) -> str | None:
    """The version of the program that wrote a query, if it names one."""
    return dict(_pairs(query[:LONGEST])).get(MADE)


def _settings(query: str) -> list[tuple[str, str]]:
    """The keys of a query that change a result, with their texts."""
    if len(query) > LONGEST:
        found = f"{len(query)} characters are too many"
        raise ScenarioError([Described("address", found, f"it may have {LONGEST}")])
    return [
        (name, text)
        for name, text in _pairs(query)
        if name != MADE and not name.startswith(VIEW) and not _is_tracking(name)
    ]


def _is_tracking(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in TRACKING)


def _scenario(pairs: Sequence[tuple[str, str]]) -> Scenario:
    """The scenario of the keys of a query; raises ScenarioError with every problem in them."""
    times = Counter(name for name, _ in pairs)
    twice = sorted(name for name, count in times.items() if count > 1)
    problems: list[Problem] = [
        Described(name, "given twice" if times[name] == 2 else f"given {times[name]} times", ONCE)
        for name in twice
    ]
    given = dict(pairs)
    species = given.get("species", MOUSE)
    base = preset(OPENING, species if species in SPECIES else MOUSE).model_dump() | {
        "species": species
    }
    problems += _unknown(given)
    if any(_is_setting(name) for name in given):
        base[SET] = parameters.UNNAMED
    treatments = {planned["drug"]: [planned] for planned in base["treatments"]}
    for name, text in given.items():
        problems += _apply(base, treatments, name, text)
    base["treatments"] = [one for courses in treatments.values() for one in courses]
    try:
        scenario = Scenario.model_validate(base)
    except ScenarioError as error:
        raise ScenarioError([*problems, *map(_as_written, error.problems)]) from None
    if problems:
        raise ScenarioError(problems)
    return scenario


def _key(field: str, given: Container[str]) -> str:
    """The key of an address that a problem's field is about: 15D11 for 15D11.dose."""
    return field if field in given else field.partition(".")[0]


def _as_written(problem: Problem) -> Problem:
    """The problem with its field as the address writes it: p.kkP rather than parameters.kkP."""
    symbol = problem.field.removeprefix(PARAMETERS)
    return problem if symbol == problem.field else replace(problem, field=CONSTANT + symbol)


def view(query: str) -> dict[str, str]:
    """The keys of a query that change only how things are shown, without their prefix.

    A query that is too long has none.
    """
    pairs = _pairs(query) if len(query) <= LONGEST else []
    return {name.removeprefix(VIEW): text for name, text in pairs if name.startswith(VIEW)}


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query.removeprefix("?"), keep_blank_values=True)


def _apply(
    data: dict[str, Any], treatments: dict[str, Any], name: str, text: str
) -> Iterable[Problem]:
    """Put one key that there is into the data; what is wrong with it, if anything."""
    if name in WORDS:
        data[name] = text
    elif name in NUMBERS:
        data[name] = number(text)
    elif name.startswith(CONSTANT):
        data["parameters"][name.removeprefix(CONSTANT)] = number(text)
    elif name not in drug_names():
        return
    elif text == "none":
        treatments.pop(name, None)
    else:
        species = data["species"] if data["species"] in SPECIES else MOUSE
        planned = grammar.read(name, text, species)
        if planned is None:
            yield Problem(name, text, grammar.SHAPE)
        else:
            treatments[name] = planned


def _is_setting(name: str) -> bool:
    """Whether a key changes a result, if its text is right."""
    return name in (*WORDS, *NUMBERS, *drug_names()) or name.startswith(CONSTANT)


def _unknown(names: Iterable[str]) -> list[Problem]:
    """The keys that there are not, the first of them with what may have been meant."""
    known = [*WORDS, *NUMBERS, *drug_names()]
    unknown = [name for name in names if not _is_setting(name)]
    there_is = f"choose from {', '.join(known)} and {CONSTANT}SYMBOL"
    return [
        Described(name, NO_FIELD, (place < LOOKED_UP and _meant(name, known)) or there_is)
        for place, name in enumerate(unknown)
    ]


def _meant(name: str, known: list[str]) -> str:
    """Which key may have been meant, as a question; empty if none looks like it."""
    constants = [CONSTANT + symbol for symbol in default_system().by_symbol]
    if CONSTANT + name in constants:
        return f"did you mean {CONSTANT}{name}?"
    return nearest(name, [*known, *constants])
