"""The equations for reading: complete, told apart, and equal to what a simulation computes."""

import math
import random
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import sympy

from osteoniche import parameters
from osteoniche.equations import DOSE, Role, chapters, symbols, typeset, uses
from osteoniche.equations.tidy import tidied
from osteoniche.quantity import MOUSE, SPECIES
from osteoniche.system import default_system, keep

EQUATIONS = [one for chapter in chapters() for one in chapter.equations]
BY_ROLE = {role: {one.quantity: one for one in EQUATIONS if one.role is role} for role in Role}
X, Y, A, B = sympy.symbols("x y a b", real=True)


def unevaluated(build):
    with sympy.evaluate(False):
        return build()


def number(expression, values) -> float:
    return float(expression.subs({one: values[one.name] for one in expression.free_symbols}))


def test_each_quantity_has_its_equation():
    system = default_system()
    assert list(BY_ROLE[Role.RATE]) == [state.name for state in system.states]
    assert list(BY_ROLE[Role.SIGNAL]) == [signal.name for signal in system.signals]
    assert list(BY_ROLE[Role.EFFECT]) == [effect.name for effect in system.effects]
    assert list(BY_ROLE[Role.READOUT]) == [readout.name for readout in system.readouts]
    assert list(BY_ROLE[Role.START]) == [
        state.name for part in (system.model, *system.organs) for state in part.states
    ]
    assert len({one.name for one in EQUATIONS}) == len(EQUATIONS)


def test_each_symbol_stands_in_an_equation_and_looks_like_no_other():
    assert set(uses()) == set(symbols())
    names = {one.name for one in EQUATIONS}
    assert {one.home for one in symbols().values() if one.home} <= names
    drawn = [typeset.letters(one.latex) for one in symbols().values()]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_read_is_what_is_computed(species, seed):
    """At a random state: each line against the numbers of the equations themselves."""
    system, chance = default_system(), random.Random(seed)
    p = system.values(species)
    inflows = {name: chance.uniform(0, 2) for name in system.inflows}
    x = {state.name: chance.uniform(0.2, 3.0) for state in system.states}
    taken = {
        drug.name: inflows[name] for drug, name in zip(system.drugs, system.inflows, strict=True)
    }
    found = system.evaluate(SimpleNamespace(**x), p, taken, keep)
    acting = vars(system.combined(SimpleNamespace(**x), p, SimpleNamespace(**found.signals)))
    values = {**vars(p), **inflows, **x, **found.signals, **acting}
    computed = {
        Role.RATE: found.rates,
        Role.SIGNAL: found.signals,
        Role.EFFECT: acting,
        Role.READOUT: found.readouts,
    }
    for role, expected in computed.items():
        for name, equation in BY_ROLE[role].items():
            assert number(equation.expression, values) == pytest.approx(
                expected[name], rel=1e-9, abs=1e-12
            ), equation.name


@pytest.mark.parametrize("species", SPECIES)
def test_day_0_is_where_a_run_begins(species):
    system = default_system()
    p = system.values(species)
    begun = system.start(p)
    for name, equation in BY_ROLE[Role.START].items():
        found = number(equation.expression, {**vars(p), **begun})
        assert found == pytest.approx(begun[name], rel=1e-12), name


def test_a_dose_puts_in_what_the_drug_says():
    system = default_system()
    p = system.values(MOUSE)
    for drug in system.drugs:
        expected = drug.amount(3.0, drug.dosing[MOUSE].unit, p)
        if drug.available:
            expected *= getattr(p, drug.available)
        found = BY_ROLE[Role.ENTRY][f"{drug.name}-1"].expression
        assert number(found, {**vars(p), DOSE: 3.0}) == pytest.approx(expected), drug.name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (lambda: 1 - (X - 0), "1 - x"),
        (lambda: X * (Y * 1) * 1, "x*y"),
        (lambda: 0 * X + Y, "y"),
        (lambda: X + (Y + A), "a + x + y"),
        (lambda: X * X / B, "x**2/b"),
        (lambda: (X / B) ** 1, "x/b"),
        (lambda: -1 * (-1 * X), "x"),
        (lambda: sympy.Piecewise((X / Y, Y > 0), (0, True)), "x/y"),
    ],
)
def test_what_says_nothing_goes(written, read):
    assert str(tidied(unevaluated(written))) == read


class Reader:
    """Reads a line of MathML back: its number, with numbers for symbols as they are drawn."""

    def __init__(self, values: dict[str, float]) -> None:
        self.values = values

    def line(self, pieces: list[str]) -> float:
        """The right side: all pieces behind the first, without their equals sign."""
        tokens = [each for piece in pieces[1:] for each in ElementTree.fromstring(piece)[0]]
        assert tokens[0].text == "="
        return self.row(tokens[1:])

    def row(self, tokens) -> float:
        flat = self.flat(tokens)
        value, place = self.sum(flat, 0)
        assert place == len(flat), "something is left over"
        return value

    def flat(self, tokens) -> list:
        return [one for each in tokens for one in (self.flat(each) if self.opens(each) else [each])]

    def opens(self, each) -> bool:
        return each.tag == "mrow"

    def sum(self, tokens, place) -> tuple[float, int]:
        total, sign = 0.0, 1
        if tokens[place].tag == "mo" and tokens[place].text == "−":
            sign, place = -1, place + 1
        while True:
            value, place = self.product(tokens, place)
            total += sign * value
            if place == len(tokens) or tokens[place].text in (",", ")"):
                return total, place
            sign, place = {"+": 1, "−": -1}[tokens[place].text], place + 1

    def product(self, tokens, place) -> tuple[float, int]:
        value = 1.0
        while place < len(tokens) and tokens[place].text not in ("+", "−", ",", ")"):
            if tokens[place].text == "max":
                first, place = self.sum(tokens, place + 2)
                second, place = self.sum(tokens, place + 1)
                value, place = value * max(first, second), place + 1
            elif tokens[place].text == "\u2062":
                place += 1
            elif tokens[place].text == "(":
                inner, place = self.sum(tokens, place + 1)
                value, place = value * inner, place + 1
            else:
                value, place = value * self.atom(tokens[place]), place + 1
        return value, place

    def atom(self, each) -> float:
        if each.tag == "mn":
            return float(each.text)
        if each.tag == "mfrac":
            return self.row([each[0]]) / self.row([each[1]])
        if each.tag == "msqrt":
            return self.row(list(each)) ** 0.5
        if each.tag == "msup":
            base = math.e if each[0].text == "e" else self.row([each[0]])
            return base ** self.row([each[1]])
        return self.values[ElementTree.tostring(each, "unicode")]


@pytest.mark.parametrize(
    "one", [each for each in EQUATIONS if each.role is not Role.START], ids=lambda one: one.name
)
def test_what_is_drawn_is_what_was_read(one):
    """Every line as it stands on the page, read back with random numbers: signs and brackets."""
    chance = random.Random(one.name)
    values = {name: chance.uniform(0.2, 3.0) for name in symbols()}
    shapes = {
        ElementTree.tostring(
            ElementTree.fromstring(typeset.letters(known.latex)), "unicode"
        ): values[known.name]
        for known in symbols().values()
    }
    assert len(shapes) == len(values)
    found = Reader(shapes).line(typeset.pieces(one))
    assert found == pytest.approx(number(one.expression, values), rel=1e-9)


def drawn(role, quantity) -> str:
    """The text of an equation, without what is not seen.

    Constants that are younger than the parameter set are off: a term that is added needs no edit
    here.
    """
    known = parameters.held(parameters.DEFAULT, MOUSE)
    younger = {
        sympy.Symbol(param.symbol): param.off
        for param in default_system().params
        if param.symbol not in known and param.off is not None
    }
    one = BY_ROLE[role][quantity]
    pieces = typeset.pieces(replace(one, expression=tidied(one.expression.subs(younger))))
    texts = ["".join(ElementTree.fromstring(piece).itertext()) for piece in pieces]
    return " ".join(texts).replace("\u2062", "")


def test_lines_read_like_the_paper():
    assert drawn(Role.RATE, "osteoclasts") == "dCdt =kC((fL+(1−fL)λ)(1+εCτhJ)−C(πA+δC+eIiR))"
    assert drawn(Role.RATE, "persisters") == "dQdt =uQS −(vQ+d+ξkS)Q"
    assert drawn(Role.SIGNAL, "death") == "d =d0(1−bNN)e−sGΓ"
    assert drawn(Role.START, "tumour_jagged1") == "JT(0) =JT0"
    assert (
        drawn(Role.READOUT, "apoptosis_percent")
        == "apoptosis_percent =Z0A(A+TnE)4(A+T)(1+(A+TnE)4)"
    )


def test_a_fraction_below_a_fraction_stays_one():
    """RANK activation over health: two shares, one above the other, and no longer line."""
    right = ElementTree.fromstring(typeset.pieces(BY_ROLE[Role.SIGNAL]["rankl"])[1])
    outer = right.find(".//mfrac")
    assert outer is not None
    assert [len(part.findall(".//mfrac")) for part in outer] == [1, 1]


@pytest.mark.parametrize("latex", ["", "a_b_c", r"\nothing", "1"])
def test_latex_that_no_declaration_uses_is_refused(latex):
    with pytest.raises((ValueError, KeyError)):
        typeset.letters(latex)
