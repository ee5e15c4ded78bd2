"""Numbers as people type them: 5, 0.3, 5e-1, and 0,3 with a comma.

What can not be read stays the text that it is, so that it is refused and never becomes another
number. The browser reads by the same patterns (assets/rail/typed.js).
"""

import math
import re
from typing import Any

from osteoniche.errors import Problem

PATTERN = r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
"""How a number is typed; a comma is a point."""
THOUSANDS = r"[+-]?[1-9][0-9]{0,2},[0-9]{3}"
"""What may be meant as thousands or as a fraction, so that it is asked about."""
MINUS = "\u2212"
"""The sign of minus that some texts have in place of a hyphen."""
EXACT = 2**53
"""Up to here whole numbers are exact, and messages show them without a point."""
HOW = "written like 5, 0.3 or 5e-1"
EITHER = "without the comma, which may stand for thousands or for a decimal point"


def read(given: Any, unit: str = "") -> Any:
    """The number that a text stands for; anything else as it is, texts that are none included.

    It may be followed by the unit of its field, as people write that: `mg/m²`, or `mg/m2`.
    """
    if not isinstance(given, str):
        return given
    text = _bare(given.strip(), unit).replace(MINUS, "-")
    if not text:
        return ""
    if re.fullmatch(PATTERN, text) is None or re.fullmatch(THOUSANDS, text):
        return given
    number = float(text.replace(",", "."))
    if not math.isfinite(number):
        return given
    return int(number) if number.is_integer() and abs(number) < EXACT else number


def _bare(text: str, unit: str) -> str:
    """A text without the unit behind it."""
    for written in (unit, unit.replace("²", "2").replace("µ", "u")):
        if written and text.lower().endswith(written.lower()):
            return text[: -len(written)].strip() or text
    return text


def explained(problem: Problem) -> Problem:
    """The problem; where a number was wanted and a text was typed, with how to write one."""
    wanted, _, limits = problem.allowed.partition("; ")
    if not isinstance(problem.value, str) or not wanted.endswith("number"):
        return problem
    two_ways = re.fullmatch(THOUSANDS, problem.value.strip().replace(MINUS, "-"))
    told = f"{wanted}, {EITHER if two_ways else HOW}"
    return Problem(problem.field, problem.value, f"{told}; {limits}" if limits else told)
