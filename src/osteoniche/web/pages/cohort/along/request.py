"""What the part along one setting offers, and what a browser asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dash import no_update
from dash.exceptions import PreventUpdate

from osteoniche.analysis.cohort.along_names import called, headed, meaning
from osteoniche.analysis.cohort.along_settings import DOSE, offered, read, setting_of, suggested
from osteoniche.analysis.cohort.along_work import AlongAsked, chunk
from osteoniche.errors import ScenarioError
from osteoniche.jobs import Work
from osteoniche.roles import ROLES
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.grammar import plain
from osteoniche.scenario.presets import ANTIBODY
from osteoniche.system import default_system
from osteoniche.web.pages.cohort import words
from osteoniche.web.pages.cohort.request import ALONG, Request

IS, BETWEEN = "=", ";"
"""What stands in an address behind the setting, and between its values (see settings.js)."""
FIRST = f"{ANTIBODY}.dose"
"""The setting that is chosen at first."""
LONGEST = 400
"""Characters that the text of values may have."""


@dataclass(frozen=True)
class Offer:
    """What the browser keeps of what it was offered: the settings, by name, and values of one."""

    names: str = ""
    setting: str = ""
    values: str = ""

    @classmethod
    def of(cls, given: Any) -> "Offer":
        """What a browser sends; nothing of what is no such thing."""
        found = given if isinstance(given, dict) else {}
        parts = [found.get(name) for name in ("names", "setting", "values")]
        return cls(*(part if isinstance(part, str) else "" for part in parts))


def choices(scenario: Scenario) -> list[dict[str, Any]]:
    """The settings of a run as Mantine wants them, in groups."""
    return [
        {
            "group": words.ALONG_GROUPS[kind],
            "items": [{"value": name, "label": _label(scenario, name)} for name in names],
        }
        for kind, names in offered(scenario).items()
        if names
    ]


def _label(scenario: Scenario, name: str) -> str:
    setting = setting_of(scenario, name)
    known, named = meaning(setting), headed(setting, scenario.species)
    if known:
        return f"{named}: {known}"
    if setting.part == DOSE and setting.drug is not None:
        return f"{ROLES[default_system().by_name[setting.drug].role].label}: {named}"
    return named


def texts(scenario: Scenario, name: str) -> str:
    """Values of a setting to begin with, as they stand in the field."""
    return ", ".join(plain(value) for value in suggested(scenario, name))


def opened(texts: Mapping[str, str]) -> tuple[str, str]:
    """The setting and the values that an address names; empty where it names none."""
    setting, _, values = texts.get(ALONG, "").partition(IS)
    return setting, ", ".join(values.split(BETWEEN))


def offer(
    scenario: Scenario, chosen: Any, typed: Any, before: Offer, names: tuple[str, str] = ("", "")
) -> tuple[Any, Any, Any, Any]:
    """The choice of settings, the chosen one, the values in the field, and what was offered.

    What a visitor typed stays, unless another setting is chosen. At first both are what the address
    `names`, if it does.
    """
    if not before.setting and names[0] in _names(scenario):
        named, values = names
        told, _, suggested_there, after = offer(scenario, named, "", before)
        return told, named, values or suggested_there, after
    known = _names(scenario)
    setting = chosen if chosen in known else FIRST
    after = Offer(f"{scenario.species} {known}", setting, texts(scenario, setting))
    told = choices(scenario) if after.names != before.names else no_update
    untouched = typed in ("", None, before.values) or setting != before.setting
    value = after.values if untouched else no_update
    return told, setting if setting != chosen else no_update, value, vars(after)


def _names(scenario: Scenario) -> list[str]:
    return [name for names in offered(scenario).values() for name in names]


def asked_of(request: Any) -> AlongAsked:
    """What a browser asks for, if anything; raises ScenarioError with all that is wrong."""
    given = request if isinstance(request, Mapping) else {}
    query, setting, values = (given.get(name) for name in ("query", "setting", "values"))
    if not (isinstance(query, str) and isinstance(setting, str) and isinstance(values, str)):
        raise PreventUpdate
    found = Request.of(request)
    wanted = found.wanted()
    cohort = wanted.asked
    return AlongAsked(
        found.scenario,
        setting,
        tuple(read(values[:LONGEST])),
        cohort.subjects,
        cohort.seed,
        cohort.sd,
        wanted.rule,
    )


def work_of(request: Any) -> Work:
    """What is to be computed for a request."""
    try:
        asked = asked_of(request)
    except ScenarioError:
        raise PreventUpdate from None
    return Work(chunk, asked.spec, asked.chunks)


def in_words(error: ScenarioError, request: Mapping[str, Any]) -> ScenarioError:
    """What is wrong with a request, with the setting by the name that it has on the page."""
    scenario = address.decode(request["query"])
    if request["setting"] not in _names(scenario):
        return error
    setting = setting_of(scenario, request["setting"])
    told = called(setting, scenario.species)
    return ScenarioError(
        replace(one, field=told if one.field == setting.name else one.field)
        for one in error.problems
    )
