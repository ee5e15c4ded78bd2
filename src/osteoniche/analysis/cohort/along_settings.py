"""Settings that a cohort can be run along: each a number of a scenario, named as --set names it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.roles import Route
from osteoniche.scenario import Scenario, scales
from osteoniche.scenario.address import PARAMETERS
from osteoniche.scenario.checks import SET_BY_OTHERS, drug_names, nearest
from osteoniche.scenario.flags import with_settings
from osteoniche.scenario.grammar import number, plain
from osteoniche.scenario.limits import DAYS, INDUCTION, SCHEDULE_LIMITS, Range, dose_range
from osteoniche.scenario.presets import ANTIBODY, CHEMOTHERAPY
from osteoniche.system import default_system

DOSE = "dose"
PARTS = (DOSE, *SCHEDULE_LIMITS)
"""The numbers of a drug's course."""
FIELDS = ("induction", "days")
"""Those of the whole scenario."""
DIALS, SCHEDULES, CONSTANTS = "dials", "schedules", "constants"
MOST = 9
"""Values at most."""
THIRDS, TIMES = range(1, 7), (0.25, 0.5, 1.0, 2.0, 4.0)
"""Horizons that are suggested, in thirds of the usual one; what times a constant's value is."""
STEPS = (6, 5, 8, 3)
"""Into how many steps a range is cut: the first that gives whole ones."""
DIGITS = 3
"""Significant digits of a value that is suggested."""


@dataclass(frozen=True)
class Setting:
    """A number of a scenario: its name, and what it may be. `drug` and `part` of a course's."""

    name: str
    limits: Range
    drug: str | None = None
    part: str | None = None

    @property
    def symbol(self) -> str | None:
        """The symbol of a constant; None for all else."""
        return self.name.removeprefix(PARAMETERS) if self.name.startswith(PARAMETERS) else None

    @property
    def logarithmic(self) -> bool:
        """Whether its dial is one of ratios."""
        return bool(self.limits.scale)


def setting_of(scenario: Scenario, name: str) -> Setting:
    """A setting by its name (a constant by its symbol too); raises ScenarioError for all others."""
    text = name.strip()
    symbol = text.removeprefix(PARAMETERS)
    drug, _, part = text.rpartition(".")
    declared = default_system().by_symbol
    if text in FIELDS:
        return Setting(text, DAYS[scenario.species] if text == "days" else INDUCTION)
    if drug in drug_names() and part in PARTS:
        return Setting(text, _of_course(scenario, drug, part), drug, part)
    if symbol in SET_BY_OTHERS:
        allowed = f"it follows from {SET_BY_OTHERS[symbol]}"
        raise ScenarioError([Described(text, "no scenario sets this constant", allowed)])
    if symbol in declared:
        param = declared[symbol]
        usual = scenario.parameters.get(symbol, scenario.usual(symbol))
        limits = Range(*param.bounds(scenario.species), usual, param.unit)
        return Setting(PARAMETERS + symbol, limits)
    raise ScenarioError(
        [Described(text or "the setting", "there is no such setting", _meant(text))]
    )


def _of_course(scenario: Scenario, drug: str, part: str) -> Range:
    if part == DOSE:
        return dose_range(default_system().by_name[drug], scenario.species)
    return SCHEDULE_LIMITS[part]


def _meant(text: str) -> str:
    known = [*FIELDS, *(f"{drug}.{part}" for drug in drug_names() for part in PARTS)]
    symbols = [each for each in default_system().by_symbol if each not in SET_BY_OTHERS]
    return nearest(text.removeprefix(PARAMETERS), [*known, *symbols]) or (
        f"choose from {', '.join(FIELDS)}, DRUG.({'|'.join(PARTS)}), where the drugs are "
        f"{', '.join(drug_names())}, and the symbols of constants"
    )


def read(text: str) -> list[Any]:
    """Numbers as people type them in a row; what is none stays a text, for `with_values` to say."""
    return [number(part) for part in text.replace(";", ",").replace(",", " ").split()]


def with_values(
    scenario: Scenario, name: str, values: Iterable[Any]
) -> tuple[Setting, dict[float, Scenario]]:
    """A setting, and the scenario with each of its values, from the lowest to the highest.

    Raises ScenarioError with all that is wrong: with the setting, how many values there are, and
    each of them.
    """
    given = list(values) if isinstance(values, Iterable) else [values]
    numbers = [float(one) for one in given if isinstance(one, Real)]
    problems: list[Problem] = [
        Problem(name, one, "give a number") for one in given if not isinstance(one, Real)
    ]
    problems += _count_problems(len(given), numbers)
    try:
        setting = setting_of(scenario, name)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *problems]) from None
    found: dict[float, Scenario] = {}
    for value in sorted(dict.fromkeys(numbers)):
        try:
            found[value] = changed(scenario, setting, value)
        except ScenarioError as error:
            problems += _of_value(setting, value, error.problems)
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return setting, found


def _count_problems(count: int, numbers: Sequence[float]) -> Iterable[Problem]:
    if not count:
        yield Described("values", "there is none", f"give 1 to {MOST} values")
    if count > MOST:
        yield Described("values", f"{count} are too many", f"give at most {MOST}")
    for value, times in Counter(numbers).items():
        if times > 1:
            yield Described("values", f"{plain(value)} is there twice", "give each value once")


def _of_value(setting: Setting, value: float, found: Iterable[Problem]) -> Iterable[Problem]:
    """What is wrong with a value, also where another field is told that does not go with it."""
    for one in found:
        if one.field == setting.name or setting.symbol is not None:
            yield one
        else:
            yield Described(f"{setting.name}={plain(value)}", f"then {one.field}", one.allowed)


def changed(scenario: Scenario, setting: Setting, value: float) -> Scenario:
    """The scenario with another value; raises ScenarioError for one that it can not have."""
    return with_settings(scenario.model_dump(), [f"{setting.name}={plain(float(value))}"])


def offered(scenario: Scenario) -> dict[str, list[str]]:
    """Settings by kind: dials (those of drugs that are given first), schedules, constants."""
    given = list(dict.fromkeys(one.drug for one in scenario.given))
    main = [drug for drug in (ANTIBODY, CHEMOTHERAPY) if drug not in given]
    others = [drug for drug in drug_names() if drug not in (*given, *main)]
    first, last = ([f"{drug}.{DOSE}" for drug in each] for each in ((*given, *main), others))
    symbols = [one.symbol for one in default_system().params if one.symbol not in SET_BY_OTHERS]
    return {
        DIALS: [*first, *FIELDS, *last],
        SCHEDULES: [f"{drug}.{part}" for drug in given for part in _parts(scenario, drug)],
        CONSTANTS: [PARAMETERS + symbol for symbol in symbols],
    }


def _parts(scenario: Scenario, drug: str) -> list[str]:
    """The parts of a drug's schedule that say something of its course."""
    course = scenario.treatment(drug)
    absent = {"hours"} if course is None or course.route != Route.INFUSION else set()
    if course is None or course.doses is None:
        absent |= {"doses", "again"}
    return [part for part in SCHEDULE_LIMITS if part not in absent]


def suggested(scenario: Scenario, name: str) -> tuple[float, ...]:
    """Values of a setting to begin with, such as all of a dial; only those that can be run."""
    setting = setting_of(scenario, name)
    found = []
    for value in sorted({_rounded(value) for value in _spread(scenario, setting)}):
        try:
            changed(scenario, setting, value)
        except ScenarioError:
            continue
        found.append(value)
    return tuple(found[:MOST])


def _spread(scenario: Scenario, setting: Setting) -> Iterable[float]:
    limits, part = setting.limits, setting.part
    if limits.scale:
        return (0.0, *scales.landmarks(limits.high)[1:])
    if setting.name == "days":
        return [round(limits.default * third / 3) for third in THIRDS]
    if setting.symbol is not None:
        if limits.default == 0:
            return _evenly(limits.low, limits.high)
        return [min(max(limits.default * times, limits.low), limits.high) for times in TIMES]
    if part == DOSE or part is None:
        return _evenly(limits.low, limits.high)
    return _around(scenario, setting)


def _around(scenario: Scenario, setting: Setting) -> Iterable[float]:
    """Values of a part of a schedule: multiples of what it is, or of the first dose's day."""
    course = scenario.treatment(setting.drug or "")
    first = course.start if course is not None else 0.0
    if setting.part == "until":
        return _evenly(first, scenario.days)[1:]
    if setting.part == "start":
        return [times * (first or scenario.days / 6) for times in range(6)]
    now = getattr(course, setting.part or "", None) or setting.limits.default
    if setting.part == "doses":
        return range(1, MOST + 1)
    return [times * now for times in (0.5, 1.0, 2.0, 3.0, 4.0)]


def _evenly(low: float, high: float) -> list[float]:
    """Some values from the lowest to the highest, whole ones where that is possible."""
    steps = next((each for each in STEPS if (high - low) % each == 0), STEPS[0])
    return [low + (high - low) * step / steps for step in range(steps + 1)]


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
