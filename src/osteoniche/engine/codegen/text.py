"""The system read with symbols, and its expressions as lines of Python.

What depends on constants alone is worked out once for a curve (`prepare`) and not in every
evaluation, and a power of 1 to 4 is a product: both together make a right-hand side two and a half
times as fast. Common parts of expressions are left to the compiler, which finds them by itself.
"""

from collections.abc import Collection, Iterable
from types import SimpleNamespace
from typing import Any

from osteoniche.system import System

OPTIONS = 'cache=True, error_model="numpy", nogil=True'
"""How numba compiles the generated functions."""

HEAD = '''"""Written by osteoniche.engine.codegen; do not edit."""
from math import exp, sqrt
import numba
import numpy as np
'''

POWER = f"""
@numba.njit({OPTIONS})
def power(x, exponent):
    if exponent == 2.0:
        return x * x
    if exponent == 1.0:
        return x
    if exponent == 4.0:
        return (x * x) * (x * x)
    if exponent == 3.0:
        return x * x * x
    return x**exponent
"""


class Text:
    """The system read with symbols, and its expressions as lines of Python.

    `names` are the constants that a caller gives, `extra` what `prepare` puts behind them. Those
    that are `off` are read as 0.
    """

    def __init__(self, system: System, off: Collection[str] = ()) -> None:
        self.system = system
        self.names, lines, self.evaluation = read_symbols(system, off)
        self.known: set[Any] = {symbol(param.symbol) for param in system.params}
        self.extra: dict[Any, Any] = {}
        self.signals = dict(lines)
        self.body = [f"{name} = {self.of(expression)}" for name, expression in lines]
        self.rates = [self.of(self.evaluation.rates[state.name]) for state in system.states]
        self.readouts = [self.of(self.evaluation.readouts[read.name]) for read in system.readouts]

    @property
    def width(self) -> int:
        """How many numbers `prepare` returns."""
        return len(self.names) + len(self.extra)

    def of(self, expression: Any) -> str:
        """An expression as Python, with the names of what `prepare` has worked out."""
        return printed(self._hoisted(expression))

    def given(self, indent: str = "    ") -> list[str]:
        """Lines that name the constants of the vector `p`."""
        return [f"{indent}{name} = p[{i}]" for i, name in enumerate(self.names)]

    def prepared(self) -> list[str]:
        """Lines that name all numbers of the vector `p` that `prepare` returned."""
        start = len(self.names)
        found = enumerate(self.extra.values(), start)
        return [*self.given(), *(f"    {symbol} = p[{i}]" for i, symbol in found)]

    def states(self, source: str = "y[{}]") -> list[str]:
        """Lines that name the states."""
        found = enumerate(self.system.states)
        return [f"    {state.name} = {source.format(i)}" for i, state in found]

    def _hoisted(self, expression: Any) -> Any:
        """The expression, with each part that depends on constants alone as one symbol."""
        from sympy import sympify

        return self._replaced(sympify(expression))

    def _replaced(self, node: Any) -> Any:
        from sympy import Expr

        if not node.args:
            return node
        if not isinstance(node, Expr):  # a branch or condition of a choice is no number to keep
            return node.func(*map(self._replaced, node.args))
        if node.free_symbols and node.free_symbols <= self.known:
            return self._remembered(node)
        if not (node.is_Add or node.is_Mul):
            return node.func(*map(self._replaced, node.args))
        fixed = [part for part in node.args if part.free_symbols <= self.known]
        varying = [self._replaced(part) for part in node.args if part not in fixed]
        constant = node.func(*fixed)
        if constant.free_symbols and constant.args:
            constant = self._remembered(constant)
        return node.func(constant, *varying)

    def _remembered(self, constant: Any) -> Any:
        return self.extra.setdefault(constant, symbol(f"worked_out_{len(self.extra)}"))


def printed(expression: Any) -> str:
    """A SymPy expression as Python that numba compiles."""
    from sympy.printing.pycode import PythonCodePrinter

    class Printer(PythonCodePrinter):  # type: ignore[misc]
        def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: N802
            if expr.exp.is_number:
                return str(super()._print_Pow(expr, rational=rational))
            return f"power({self._print(expr.base)}, {self._print(expr.exp)})"

    settings = {"fully_qualified_modules": False, "allow_unknown_functions": False}
    return str(Printer(settings).doprint(expression))


def read_symbols(
    system: System, off: Collection[str] = ()
) -> tuple[tuple[str, ...], list[tuple[str, Any]], Any]:
    """The system read with symbols: constant names, (signal, expression) in order, evaluation.

    Constants that are `off` are 0 in it.
    Symbols are declared real and not positive: positive would delete the guards of `hill`.
    """
    lines: list[tuple[str, Any]] = []

    def fresh(name: str, expression: Any) -> Any:
        lines.append((name, expression))
        return symbol(name)

    x = SimpleNamespace(**{state.name: symbol(state.name) for state in system.states})
    p = SimpleNamespace(**{name: 0 if name in off else symbol(name) for name in system.constants})
    inflow = {
        drug.name: symbol(name) for drug, name in zip(system.drugs, system.inflows, strict=True)
    }
    return system.constants, lines, system.evaluate(x, p, inflow, fresh)


def symbol(name: str) -> Any:
    """A name as a SymPy symbol: real, and not positive, which would delete the guards of `hill`."""
    import sympy

    return sympy.Symbol(name, real=True)


def indented(lines: Iterable[str]) -> list[str]:
    """The lines, one level in."""
    return [f"    {line}" for line in lines]


def joined(*lines: str) -> str:
    """The lines as one text."""
    return "\n".join(lines)
