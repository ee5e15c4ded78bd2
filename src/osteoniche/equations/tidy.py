"""What a computer needs in an expression and a reader does not, taken away."""

from collections.abc import Iterable
from typing import Any


def tidied(value: Any) -> Any:
    """An expression without what stands in it for computers alone; its value is the same.

    Sums of sums and products of products become one, 0 and 1 that do nothing go, and of a choice
    the first stays: the others guard against numbers below zero, or give the same with more digits.
    """
    import sympy

    with sympy.evaluate(False):
        return _tidied(sympy.sympify(value))


def _tidied(node: Any) -> Any:
    import sympy

    if isinstance(node, sympy.Piecewise):
        return _chosen(node)
    if not node.args:
        return node
    parts = [_tidied(part) for part in node.args]
    if node.is_Add:
        return _sum(parts)
    if node.is_Mul:
        return _product(parts)
    if node.is_Pow and parts[1] == 1:
        return parts[0]
    return node.func(*parts)


def _chosen(node: Any) -> Any:
    """The larger of two where it is chosen, else the first of a choice."""
    import sympy

    (first, condition), *others = node.args
    larger = isinstance(condition, sympy.StrictGreaterThan) and condition.lhs == first
    if larger and others and others[0].expr == condition.rhs:
        return sympy.Max(_tidied(first), _tidied(condition.rhs), evaluate=False)
    return _tidied(first)


def _sum(parts: list[Any]) -> Any:
    import sympy

    return _joined(sympy.Add, [part for part in _flat(parts, sympy.Add) if part != 0], 0)


def _product(parts: list[Any]) -> Any:
    """Factors, the minus sign first and what is squared as a power."""
    import sympy

    factors = _flat(parts, sympy.Mul)
    if 0 in factors:
        return sympy.Integer(0)
    minus = [sympy.Integer(-1)] * (factors.count(-1) % 2)
    powers = {factor: factors.count(factor) for factor in factors if factor not in (1, -1)}
    raised = [factor**count if count > 1 else factor for factor, count in powers.items()]
    return _joined(sympy.Mul, minus + raised, 1)


def _flat(parts: Iterable[Any], kind: Any) -> list[Any]:
    """The parts, and for a part of this kind what it is made of."""
    return [one for part in parts for one in (part.args if isinstance(part, kind) else [part])]


def _joined(kind: Any, parts: list[Any], nothing: int) -> Any:
    import sympy

    if len(parts) < 2:
        return parts[0] if parts else sympy.Integer(nothing)
    return kind(*parts)
