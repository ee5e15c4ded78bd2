"""Equations as SBML writes them: a SymPy expression becomes a tree of libSBML nodes.

The tree is built node by node. Text is never printed and parsed again: a parser would take `pi` or
`time` for its own, and a number would lose its unit. A number in SBML has a unit, which SymPy does
not know, so each number takes the unit of what it is added to or compared with.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from osteoniche.errors import ModelError
from osteoniche.export.units import Powers, product

TIME = "time"
"""The symbol of an expression that stands for the time of the simulation."""
PLAIN: Powers = ()
NOTHING = 1e-300
"""What guards compare with where the equations have 0: x > 0 is written x > 1e-300.

No amount is that small, so no number changes. But where there is no tumour, x - 0 stays at exactly
0 for ever, and a simulator that looks for the moment at which a choice turns (COPASI) finds it at
every step: such a run took a hundred times as long, or stopped.
"""


class Writer:
    """Writes expressions over symbols whose units are known.

    `units` holds the unit of each symbol, `named` gives the identifier of a unit. Symbols have to
    be identifiers of the file already.
    """

    def __init__(self, units: Mapping[str, Powers], named: Callable[[Powers], str]) -> None:
        self.units = units
        self.named = named

    def write(self, expression: Any, unit: Powers) -> Any:
        """The node of an expression that has a unit. Raises ModelError for what SBML has not."""
        import sympy

        value = sympy.sympify(expression)
        return self._node(value, unit)

    def _node(self, value: Any, unit: Powers) -> Any:
        """A node; `unit` is that of a number with no neighbours to take it from."""
        if value.is_Number:
            return self._number(value, unit)
        if value.is_Symbol:
            return _symbol(value.name)
        if value.is_Add:
            return self._sum(value, self._unit_or(value, unit))
        if value.is_Mul:
            return self._product(value)
        if value.is_Pow:
            return self._power(value)
        if value.is_Piecewise:
            return self._choice(value, self._unit_or(value, unit))
        if value.is_Function and value.func.__name__ == "exp":
            return _apply("FUNCTION_EXP", [self._node(value.args[0], PLAIN)])
        return self._condition(value)

    def _number(self, value: Any, unit: Powers) -> Any:
        import libsbml

        if value.is_Integer:
            node = libsbml.ASTNode(libsbml.AST_INTEGER)
            node.setValue(int(value))
        elif value.is_Rational:
            node = libsbml.ASTNode(libsbml.AST_RATIONAL)
            node.setValue(int(value.p), int(value.q))
        else:
            node = libsbml.ASTNode(libsbml.AST_REAL)
            node.setValue(float(value))
        node.setUnits(self.named(unit))
        return node

    def _sum(self, value: Any, unit: Powers) -> Any:
        """Terms as they are read: what is added first, then what is taken away."""
        terms = value.as_ordered_terms()
        added = [term for term in terms if not _is_taken_away(term)]
        taken = [-term for term in terms if _is_taken_away(term)]
        nodes = [self._node(term, unit) for term in added]
        total = _apply("PLUS", nodes) if len(nodes) > 1 else next(iter(nodes), None)
        for term in taken:
            node = self._node(term, unit)
            total = _apply("MINUS", [node] if total is None else [total, node])
        return total

    def _product(self, value: Any) -> Any:
        """Factors over divisors, a minus sign in front."""
        if _is_taken_away(value):
            return _apply("MINUS", [self._node(-value, PLAIN)])
        above, below = [], []
        for factor in value.as_ordered_factors():
            base, exponent = factor.as_base_exp()
            if factor.is_Rational:
                above += [factor.p] if factor.p != 1 else []
                below += [factor.q] if factor.q != 1 else []
            elif exponent.is_Rational and exponent < 0:
                below.append(base**-exponent)
            else:
                above.append(factor)
        top = self._factors(above)
        return _apply("DIVIDE", [top, self._factors(below)]) if below else top

    def _factors(self, factors: Iterable[Any]) -> Any:
        import sympy

        nodes = [self._node(sympy.sympify(factor), PLAIN) for factor in factors]
        if not nodes:
            return self._number(sympy.Integer(1), PLAIN)
        return nodes[0] if len(nodes) == 1 else _apply("TIMES", nodes)

    def _power(self, value: Any) -> Any:
        import sympy

        base, exponent = value.as_base_exp()
        if exponent.is_Rational and exponent < 0:
            inverse = [self._factors([]), self._node(base**-exponent, PLAIN)]
            return _apply("DIVIDE", inverse)
        if exponent.is_Rational and exponent.p == 1:
            degree = self._node(sympy.Integer(exponent.q), PLAIN)
            return _apply("FUNCTION_ROOT", [degree, self._node(base, PLAIN)])
        return _apply("FUNCTION_POWER", [self._node(base, PLAIN), self._node(exponent, PLAIN)])

    def _choice(self, value: Any, unit: Powers) -> Any:
        """Values with their conditions; the last stands for everything else."""
        nodes = []
        for chosen, condition in value.args:
            nodes.append(self._node(chosen, unit))
            if condition != True:  # noqa: E712 - SymPy's true is not Python's
                nodes.append(self._condition(_above_nothing(condition)))
        return _apply("FUNCTION_PIECEWISE", nodes)

    def _condition(self, value: Any) -> Any:
        import sympy

        if isinstance(value, sympy.And):
            ordered = sorted(value.args, key=sympy.default_sort_key)
            return _apply("LOGICAL_AND", [self._condition(part) for part in ordered])
        compared = {
            sympy.StrictGreaterThan: "RELATIONAL_GT",
            sympy.GreaterThan: "RELATIONAL_GEQ",
            sympy.StrictLessThan: "RELATIONAL_LT",
            sympy.LessThan: "RELATIONAL_LEQ",
        }.get(type(value))
        if compared is None:
            raise ModelError(f"SBML export: no way to write {type(value).__name__} ({value}) yet")
        unit = self._unit_or(value.lhs, self._unit_or(value.rhs, PLAIN))
        return _apply(compared, [self._node(value.lhs, unit), self._node(value.rhs, unit)])

    def _unit_or(self, value: Any, unit: Powers) -> Powers:
        """The unit of an expression, or the given one where only numbers are in it."""
        known = self._unit_of(value)
        return unit if known is None else known

    def _unit_of(self, value: Any) -> Powers | None:
        """The unit of an expression; None where only numbers are in it."""
        if value.is_Symbol:
            return self.units[value.name]
        if value.is_Pow and value.exp.is_Rational:
            unit = self._unit_of(value.base)
            return None if unit is None else _to_power(unit, value.exp)
        if value.is_Mul:
            known = [unit for unit in map(self._unit_of, value.args) if unit is not None]
            return product(*((unit, 1) for unit in known)) if known else None
        if value.is_Add or value.is_Piecewise:
            parts = value.args if value.is_Add else [chosen for chosen, _ in value.args]
            known = [unit for unit in map(self._unit_of, parts) if unit is not None]
            return known[0] if known else None
        return None if value.is_Number else PLAIN


def _above_nothing(condition: Any) -> Any:
    """A comparison with 0 as one with NOTHING."""
    import sympy

    if condition.is_Relational and condition.rhs == 0:
        return condition.func(condition.lhs, sympy.Float(NOTHING))
    return condition


def _is_taken_away(term: Any) -> bool:
    """Whether a term has a minus sign in front."""
    return bool(term.as_coeff_Mul()[0].is_negative)


def _to_power(unit: Powers, exponent: Any) -> Powers:
    """A unit to a power; ModelError where a word would get a broken exponent."""
    raised = [(word, power * exponent) for word, power in unit]
    if not all(power.is_Integer for _, power in raised):
        raise ModelError(f"SBML export: {unit} to the power {exponent} is no unit")
    return tuple((word, int(power)) for word, power in raised)


def _symbol(name: str) -> Any:
    import libsbml

    node = libsbml.ASTNode(libsbml.AST_NAME_TIME if name == TIME else libsbml.AST_NAME)
    node.setName(name)
    return node


def _apply(operator: str, children: Iterable[Any]) -> Any:
    import libsbml

    node = libsbml.ASTNode(getattr(libsbml, f"AST_{operator}"))
    for child in children:
        node.addChild(child)
    return node
