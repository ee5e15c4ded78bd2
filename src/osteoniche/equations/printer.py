"""SymPy's printer of MathML with our symbols, and with sums and products as they were written.

Imported when the first equation is drawn: importing SymPy takes a while.
"""

from collections.abc import Callable, Sequence
from typing import Any
from xml.dom.minidom import parseString

import sympy
from sympy.printing.mathml import MathMLPresentationPrinter

TIMES = "<mo>\u2062</mo>"
"""A product that is not seen, but read aloud."""
MINUS = "\u2212"


class Printer(MathMLPresentationPrinter):  # type: ignore[misc]
    """Writes an expression; `letters(name)` gives the MathML of a symbol."""

    def __init__(self, letters: Callable[[str], str]) -> None:
        super().__init__()
        self.letters = letters

    def _print_Symbol(self, value: Any, style: str = "plain") -> Any:  # noqa: N802
        return _node(self.letters(value.name))

    def _print_exp(self, value: Any) -> Any:
        return _node(f"<msup><mi>e</mi>{self.doprint(value.args[0])}</msup>")

    def _print_Add(self, value: Any, order: Any = None) -> Any:  # noqa: N802
        first, *rest = value.args
        text = self.doprint(first)
        for term in rest:
            text += self.term(*signed(term))
        return _node(text)

    def term(self, sign: str, value: Any) -> str:
        """A term with its sign; a sum is taken away in brackets."""
        return f'<mo form="infix">{sign}</mo>{self._factors([value])}'

    def _print_Mul(self, value: Any) -> Any:  # noqa: N802
        sign, left = signed(value)
        if sign == MINUS:
            return _node(f"<mo>{MINUS}</mo>{self._factors([left])}")
        above, below = _split(value.args)
        if not below:
            return _node(self._factors(above))
        return _node(f"<mfrac>{self._row(above)}{self._row(below)}</mfrac>")

    def _row(self, factors: Sequence[Any]) -> str:
        alone = len(factors) == 1
        return f"<mrow>{self.doprint(factors[0]) if alone else self._factors(factors)}</mrow>"

    def _factors(self, factors: Sequence[Any]) -> str:
        """Factors side by side, sums in brackets."""
        drawn = [
            f"<mo>(</mo>{self.doprint(one)}<mo>)</mo>" if one.is_Add else self.doprint(one)
            for one in factors
        ]
        return TIMES.join(drawn)


def signed(term: Any) -> tuple[str, Any]:
    """The sign in front of a term, and the term without it."""
    if not (term.is_Mul and term.args[0] == -1):
        return "+", term
    return MINUS, _times(term.args[1:])


def _split(factors: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What stands above and below the line of a fraction; a fraction below stays one."""
    above, below, fractions = [], [], []
    for factor in factors:
        if factor.is_Rational:
            above += [sympy.Integer(factor.p)] * (factor.p != 1)
            below += [sympy.Integer(factor.q)] * (factor.q != 1)
        elif not (factor.is_Pow and factor.exp == -1):
            above.append(factor)
        elif factor.base.is_Mul and _split(factor.base.args)[1]:
            fractions.append(factor)
        else:
            below.append(factor.base)
    if fractions:
        rest = [factor for factor in factors if factor not in fractions]
        return [_times(rest)], [factor.base for factor in fractions]
    return above or [sympy.Integer(1)], below


def _times(factors: Sequence[Any]) -> Any:
    return factors[0] if len(factors) == 1 else sympy.Mul(*factors, evaluate=False)


def _node(text: str) -> Any:
    return parseString(f"<mrow>{text}</mrow>").documentElement
