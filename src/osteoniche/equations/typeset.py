"""Equations as MathML, which browsers draw by themselves; nothing is downloaded for it."""

import re
from functools import cache
from html import escape
from html.entities import html5
from typing import Any

from osteoniche.equations import Equation, Role, symbols

PRINTED = re.compile(r"(\\?[A-Za-z]+)(?:_\{?(\\?[^_{}]+)\}?)?")
"""A symbol in LaTeX as declarations write it: a letter, and what stands below it."""


DAY_0 = "<mo>(</mo><mn>0</mn><mo>)</mo>"
"""Behind a quantity: its value on day 0."""


def letters(latex: str) -> str:
    """A symbol as MathML. Raises ValueError for LaTeX that no declaration uses."""
    found = PRINTED.fullmatch(latex)
    if found is None:
        raise ValueError(f"{latex!r} is no letter with an index")
    head, below = (_letter(part) for part in found.groups(default=""))
    return f"<msub>{head}{below}</msub>" if found[2] else head


def inline(latex: str) -> str:
    """A symbol that stands in a text."""
    return f"<math>{letters(latex)}</math>"


def pieces(equation: Equation) -> list[str]:
    """The left side, and each term of the right side with its sign: lines break between them."""
    from osteoniche.equations.printer import signed

    right = equation.expression
    first, *rest = right.args if right.is_Add else [right]
    printer = _printer(equation.role is Role.START)
    return [
        _math(_left(equation)),
        _math(f'<mo form="infix">=</mo>{printer.doprint(first)}'),
        *(_math(printer.term(*signed(term))) for term in rest),
    ]


def _math(content: str) -> str:
    return f'<math displaystyle="true"><mrow>{content}</mrow></math>'


def _left(equation: Equation) -> str:
    known = symbols()
    if equation.role is Role.ENTRY:
        return "<mtext>amount</mtext>"
    if equation.role is Role.READOUT:
        return f"<mtext>{escape(equation.quantity)}</mtext>"
    drawn = letters(known[equation.quantity].latex)
    if equation.role is Role.RATE:
        return f"<mfrac><mrow><mi>d</mi>{drawn}</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>"
    return drawn + DAY_0 * (equation.role is Role.START)


def _letter(latex: str) -> str:
    """A letter, Greek or not, or a short word, which is upright."""
    if latex.startswith("\\"):
        latex = html5[latex[1:] + ";"]
    return f"<mi>{latex}</mi>" if latex.isalpha() else f"<mtext>{latex}</mtext>"


@cache
def _printer(at_start: bool) -> Any:
    """The printer; at the start every quantity is that of day 0."""
    from osteoniche.equations.printer import Printer

    def drawn(name: str) -> str:
        one = symbols()[name]
        text = letters(one.latex)
        return f"<mrow>{text}{DAY_0}</mrow>" if at_start and one.home else text

    return Printer(drawn)
