"""Courses of a drug as one word: `80@30/7x3/28-731.infusion:1`, several joined by commas.

A course is dose@start/every-until.route, an infusion ends in .infusion:hours, a single dose has
/once. In cycles it is /every x doses / days after which they begin anew: /7x3/28 is weekly three
weeks of four. What is left out takes its default.
"""

import re
from collections.abc import Iterable
from typing import Any

from osteoniche.roles import Route
from osteoniche.scenario import Treatment, regimens
from osteoniche.scenario.defaults import treatment_defaults

SINGLE = "once"
"""How a single dose is written where days between doses are asked for."""
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
"""How a number is written: digits, no underscores, no words such as nan."""
COURSE = re.compile(
    rf"(?P<dose>{NUMBER})(?:@(?P<start>{NUMBER}))?"
    rf"(?:/(?P<every>{NUMBER}|{SINGLE})(?:x(?P<doses>{NUMBER})(?:/(?P<again>{NUMBER}))?)?)?"
    rf"(?:-(?P<until>{NUMBER}))?(?:\.(?P<route>[a-z]+))?(?::(?P<hours>{NUMBER}))?"
)
JOINED = ","
SHAPE = (
    "write dose@start/every-until.route, for example 10@7/3.5-42.ip, in cycles 80@30/7x3/28, "
    "several courses with commas between them, the name of a usual regimen, or none"
)


def read(drug: str, text: str, species: str) -> list[dict[str, Any]] | None:
    """The courses of a text, with defaults for what is left out; None if it is no such text.

    The name of a regimen stands for its course.
    """
    known = regimens.offered(drug, species)
    parts = [known[part].course if part in known else part for part in text.split(JOINED)]
    found = [COURSE.fullmatch(part) for part in parts]
    courses = [_planned(drug, one, species) for one in found if one is not None]
    return courses if len(courses) == len(found) else None


def _planned(drug: str, found: re.Match[str], species: str) -> dict[str, Any]:
    parts = {name: part for name, part in found.groupdict().items() if part is not None}
    planned = treatment_defaults(drug, species)
    for name, part in parts.items():
        planned[name] = part if name == "route" else float(part) if part != SINGLE else None
    if "route" in parts and "hours" not in parts:
        infused = parts["route"] == Route.INFUSION
        planned["hours"] = planned["hours"] if infused else None
    return planned


def written(courses: Iterable[Treatment]) -> str:
    """Courses as one word."""
    return JOINED.join(map(_course, courses))


def _course(planned: Treatment) -> str:
    every = SINGLE if planned.every is None else plain(planned.every)
    if planned.doses is not None and planned.again is not None:
        every += f"x{planned.doses}/{plain(planned.again)}"
    until = "" if planned.until is None else f"-{plain(planned.until)}"
    hours = "" if planned.hours is None else f":{plain(planned.hours)}"
    return f"{plain(planned.dose)}@{plain(planned.start)}/{every}{until}.{planned.route}{hours}"


def plain(value: object) -> str:
    """A value as the address writes it: 10 rather than 10.0, and every digit that counts."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def number(text: str) -> Any:
    """A number written as text, whole if it looks whole; the text itself if it is none."""
    if re.fullmatch(NUMBER, text) is None:
        return text
    try:
        return int(text)
    except ValueError:  # it has a point, an exponent, or more digits than Python reads
        return float(text)
