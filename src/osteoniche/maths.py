"""The only functions that equations may use.

Each accepts floats, quantities with units and SymPy symbols, so that one set of equations can be
computed, checked for units and turned into code. SymPy is imported only when symbols come in.
"""

import math
from typing import Any


def hill(x: Any, half: Any, exponent: Any) -> Any:
    """Hill function (x/K)^h / (1 + (x/K)^h), exactly 0 where x <= 0.

    `x` and `half` share a unit, `exponent` is a number; the result lies in 0 to 1. The guard keeps
    a state of -1e-12 with a broken exponent from becoming NaN.
    """
    if _symbolic(x, half, exponent):
        power = (x / half) ** exponent
        return _choose(x > 0, power / (1 + power), 0)
    if not x > 0 * x:
        return 0.0
    power = (x / half) ** exponent
    return power / (1 + power)


def saturation(x: Any, half: Any) -> Any:
    """Michaelis-Menten share x / (K + x), 0 to 1 for x >= 0."""
    return x / (half + x)


def ratio(part: Any, whole: Any) -> Any:
    """part / whole, and 0 where there is no whole."""
    if _symbolic(part, whole):
        return _choose(whole > 0, part / whole, 0)
    return part / whole if whole > 0 * whole else 0.0


def at_least(x: Any, least: Any) -> Any:
    """The larger of two quantities of one unit; a plain 0 is 0 of any unit."""
    if _symbolic(x, least):
        return _choose(x > least, x, least)
    return max(x, least + 0 * x)


def free_ligand(total: Any, target: Any, half: Any) -> Any:
    """Free drug when a target binds it at quasi-steady state, from total drug and total target.

    All three are concentrations in one unit; `half` is the quasi-steady binding constant. The root
    is taken in the form that loses no digits when the target binds nearly everything.
    """
    excess = total - target - half
    product = 4 * half * total
    root = square_root(excess * excess + product)
    if _symbolic(total, target, half):
        return _choose(excess >= 0, (excess + root) / 2, product / (2 * (root - excess)))
    if excess >= 0 * excess:
        return (excess + root) / 2
    return product / (2 * (root - excess))


def square_root(x: Any) -> Any:
    """Square root of a number, quantity or symbol."""
    if isinstance(x, float | int):
        return math.sqrt(x)
    return x**0.5 if not _symbolic(x) else _sympy().sqrt(x)


def exponential(x: Any) -> Any:
    """e to the power of a plain number or symbol; exactly 1 at 0."""
    if isinstance(x, float | int):
        return math.exp(x)
    return _sympy().exp(x) if _symbolic(x) else math.exp(float(x.to("").magnitude))


def union(*shares: Any) -> Any:
    """Share of a whole that one or more of several independent shares cover: 1 - product(1 - x)."""
    left: Any = 1
    for share in shares:
        left = left * (1 - share)
    return 1 - left


def _symbolic(*values: Any) -> bool:
    """Whether any of the values is a SymPy expression."""
    return any(hasattr(value, "free_symbols") for value in values)


def _sympy() -> Any:
    import sympy

    return sympy


def _choose(condition: Any, when_true: Any, otherwise: Any) -> Any:
    """SymPy's piecewise choice."""
    return _sympy().Piecewise((when_true, condition), (otherwise, True))
