"""What a setting is called, and how its values are written."""

from osteoniche.analysis.cohort.along_settings import Setting
from osteoniche.quantity import Species, shown_unit
from osteoniche.scenario.grammar import plain
from osteoniche.scenario.limits import TIME
from osteoniche.system import default_system

PARTS = {
    "dose": "dose",
    "start": "day of the first dose",
    "every": "days between doses",
    "doses": "doses of a cycle",
    "again": "days from a cycle to the next",
    "until": "no dose from this day",
    "hours": "length of an infusion",
}
"""The numbers of a drug's course in words."""
DAYS, COUNTS = ("start", "until", "days"), {"every": "day", "again": "day", "doses": "dose"}
"""Settings whose values are days of a run, and what others count."""
FIELDS = {"days": "last day", "induction": "osteoblast Jagged1 induction"}


def called(setting: Setting, species: Species) -> str:
    """What a setting is called: 15D11 dose, 15D11: days between doses, last day, kkP."""
    if setting.drug is not None and setting.part is not None:
        drug = default_system().by_name[setting.drug].briefly(species)
        between = " " if setting.part == "dose" else ": "
        return f"{drug}{between}{PARTS[setting.part]}"
    return FIELDS.get(setting.name) or setting.symbol or setting.name


def with_unit(setting: Setting, species: Species) -> str:
    """The same with its unit, where it has one: 15D11 dose (mg/kg)."""
    unit = unit_of(setting)
    return f"{called(setting, species)} ({unit})" if unit else called(setting, species)


def unit_of(setting: Setting) -> str:
    """Its unit as people read it; empty for days of a run or schedule, which its name counts."""
    counted = setting.symbol is None and setting.limits.unit == TIME.unit
    return "" if counted else shown_unit(setting.limits.unit)


def headed(setting: Setting, species: Species) -> str:
    """The same as a heading: with a capital, but for a symbol, which means what it is."""
    told = with_unit(setting, species)
    return told if setting.symbol else told[0].upper() + told[1:]


def valued(setting: Setting, value: float) -> str:
    """A value with its unit, or with what it counts: 0.3 mg/kg, day 14, 3.5 days, 3 doses."""
    told, counted = plain(float(value)), setting.part or setting.name
    if counted in DAYS:
        return f"day {told}"
    if counted in COUNTS:
        return f"{told} {COUNTS[counted]}{'' if value == 1 else 's'}"
    return f"{told} {unit_of(setting)}".rstrip()


def meaning(setting: Setting) -> str:
    """What a constant means; empty for all else."""
    return default_system().by_symbol[setting.symbol].meaning if setting.symbol else ""
