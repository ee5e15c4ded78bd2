"""The compiled module of many curves: linear states apart, and the equations as CyRK calls them."""

from collections.abc import Collection, Sequence
from itertools import accumulate
from types import SimpleNamespace
from typing import Any, NamedTuple

from osteoniche.engine.codegen.text import HEAD, OPTIONS, Text, indented, joined, printed, symbol
from osteoniche.system import System


class Slots(NamedTuple):
    """Where the numbers stand that a right-hand side of the ensemble gets beside day and states.

    `spent` and `limit` count evaluations; `begin` is the day at which a piece begins; `tail` holds
    how many linear states are integrated after all, and which; `lines` how many linear states that
    others read are worked out, each with its place among the linear ones, a constant, the number of
    exponentials, and rate and factor of each; `straight`, `full` and `out` are room for the linear
    states, for all states and for their rates; `constants` is what `prepare` returns; `size` is the
    length of it all.
    """

    spent: int
    limit: int
    begin: int
    tail: int
    lines: int
    straight: int
    full: int
    out: int
    constants: int
    size: int


def slots(states: int, linear: int, driven: int, width: int) -> Slots:
    """The slots for so many states, linear states, linear states that others read, constants."""
    lengths = (1, 1, 1, 1 + linear, 1 + driven * (3 + 2 * linear), linear, states, states, width)
    return Slots(*accumulate(lengths, initial=0))


def linear_states(text: Text) -> list[str]:
    """The states that follow straight lines: rates linear in such states alone, and in inflows.

    Their course between two cuts is a sum of exponentials, so they need not be integrated.
    """
    states = [state.name for state in text.system.states]
    found = [name for name in states if _degree(text, text.evaluation.rates[name]) == 1]
    spelled = {name: spelled_out(text, name) for name in found}
    while True:
        allowed = {symbol(name) for name in (*found, *text.system.inflows)}
        kept = [name for name in found if _homogeneous(text, spelled[name], allowed)]
        if kept == found:
            return found
        found = kept


def _degree(text: Text, expression: Any) -> int:
    """0 for what is constant, 1 for what is linear in states and inflows, 2 for all else."""
    from sympy import sympify

    node = sympify(expression)
    if node.is_Symbol:
        signal = text.signals.get(node.name)
        variable = 0 if node in text.known else 1
        return variable if signal is None else _degree(text, signal)
    if node.free_symbols <= text.known:
        return 0
    if not (node.is_Add or node.is_Mul):
        return 2
    degrees = [_degree(text, part) for part in node.args]
    return min(2, sum(degrees) if node.is_Mul else max(degrees))


def _homogeneous(text: Text, expression: Any, allowed: set[Any]) -> bool:
    """Whether a linear expression holds allowed variables only, and is 0 where they are."""
    used = expression.free_symbols - text.known
    return used <= allowed and bool(expression.subs(dict.fromkeys(used, 0)) == 0)


def spelled_out(text: Text, state: str) -> Any:
    """A state's derivative in states, constants and inflows: signals replaced by what they are."""
    from sympy import sympify

    expression = sympify(text.evaluation.rates[state])
    signals = {symbol(name): value for name, value in text.signals.items()}
    while expression.free_symbols & signals.keys():
        expression = expression.subs(signals)
    return expression


def linear_parts(text: Text, states: Sequence[str]) -> tuple[list[Any], list[Any]]:
    """Rows of the matrix of the linear states, and what each takes of each inflow."""
    spelled = [spelled_out(text, name) for name in states]
    matrix = [[line.diff(symbol(name)) for name in states] for line in spelled]
    inflow = [[line.diff(symbol(name)) for name in text.system.inflows] for line in spelled]
    return matrix, inflow


def read_by_others(text: Text, linear: Sequence[str]) -> list[str]:
    """The linear states that the rates of other states depend on."""
    from sympy import sympify

    states = [state.name for state in text.system.states]
    waiting = [sympify(text.evaluation.rates[name]) for name in states if name not in linear]
    seen: set[str] = set()
    while waiting:
        names = {symbol.name for symbol in waiting.pop().free_symbols} - seen
        seen |= names
        waiting += [sympify(text.signals[name]) for name in names if name in text.signals]
    return [name for name in linear if name in seen]


def bending(system: System) -> list[str]:
    """The constants of drugs that bend what would follow straight lines: off at 0."""
    return [param.symbol for drug in system.drugs for param in drug.params if param.off == 0]


def ensemble_source(system: System, module: str, off: Collection[str] = ()) -> str:
    """The module of many curves, which builds on the one named `module`.

    It is for curves of which the constants named in `off` are 0.
    `begin` writes the states at day 0, `linear` the matrix of the linear states and what they take
    of the inflows; `set_out` does both for many curves. `right_hand_side` is what CyRK calls,
    `show` gives chosen read-outs.
    """
    text = Text(system, off)
    states = [state.name for state in system.states]
    linear = linear_states(text)
    driven = read_by_others(text, linear)
    at = slots(len(states), len(linear), len(driven), text.width)
    matrix, inflow = linear_parts(text, linear)
    start = system.start(SimpleNamespace(**{name: symbol(name) for name in text.names}))
    return joined(
        HEAD,
        f"from {module} import observe, power, prepare, rates",
        "",
        f"LINEAR = {[states.index(name) for name in linear]}",
        f"DRIVEN = {[linear.index(name) for name in driven]}",
        f"SLOTS = {tuple(at)}",
        "",
        f'@numba.njit("void(f8[::1], f8[::1])", {OPTIONS})',
        "def begin(p, out):",
        *text.given(),
        *(f"    out[{i}] = {printed(start[name])}" for i, name in enumerate(states)),
        "",
        f'@numba.njit("void(f8[::1], f8[:, ::1], f8[:, ::1])", {OPTIONS})',
        "def linear(p, matrix, inflow):",
        *text.given(),
        *_entries("matrix", matrix),
        *_entries("inflow", inflow),
        _SET_OUT,
        *_right_hand_side(text, linear, at),
        _SHOW,
    )


def _right_hand_side(text: Text, linear: Sequence[str], at: Slots) -> list[str]:
    """The equations as CyRK calls them, linear states worked out and not integrated."""
    states = [state.name for state in text.system.states]
    integrated = [name for name in states if name not in linear]
    rates = dict(zip(states, text.rates, strict=True))
    return [
        _HEAD_OF_RATES.format(at=at, integrated=len(integrated)),
        *(f"    {name} = state[{i}]" for i, name in enumerate(integrated)),
        *(f"    {name} = straight[{i}]" for i, name in enumerate(linear)),
        *text.prepared(),
        *indented(text.body),
        *(f"    rate[{i}] = {rates[name]}" for i, name in enumerate(integrated)),
        "    if tail:",
        f"        full = a[{at.full} : {at.out}]",
        f"        out = a[{at.out} : {at.constants}]",
        *(f"        full[{i}] = {name}" for i, name in enumerate(states)),
        "        rates(full, t, p, out)",
        f"        for i, place in enumerate(({', '.join(map(str, map(states.index, linear)))},)):",
        "            straight[i] = out[place]",
        "        for i in range(tail):",
        f"            rate[{len(integrated)} + i] = straight[int(a[{at.tail} + 1 + i])]",
        "",
    ]


def _entries(name: str, rows: list[list[Any]]) -> list[str]:
    return [
        f"    {name}[{i}, {j}] = {printed(entry)}"
        for i, row in enumerate(rows)
        for j, entry in enumerate(row)
    ]


_HEAD_OF_RATES = """
@numba.cfunc(
    "void(CPointer(f8), f8, CPointer(f8), CPointer(f8))",
    cache=True, error_model="numpy", fastmath={{"contract", "arcp"}},
)
def right_hand_side(dy, t, y, args):
    a = numba.carray(args, ({at.size},))
    tail = int(a[{at.tail}])
    rate = numba.carray(dy, ({integrated} + tail,))
    a[{at.spent}] += 1.0
    if a[{at.spent}] > a[{at.limit}]:
        rate[:] = np.nan
        return
    state = numba.carray(y, ({integrated} + tail,))
    straight = a[{at.straight} : {at.full}]
    p = a[{at.constants} : {at.size}]
    passed = t - a[{at.begin}]
    slot = {at.lines} + 1
    for _ in range(int(a[{at.lines}])):
        found = a[slot + 1]
        last = slot + 3 + 2 * int(a[slot + 2])
        for k in range(slot + 3, last, 2):
            if a[k] * passed > -45.0:
                found += a[k + 1] * np.exp(a[k] * passed)
        straight[int(a[slot])] = found
        slot = last
    for i in range(tail):
        straight[int(a[{at.tail} + 1 + i])] = state[{integrated} + i]
"""

_SET_OUT = f"""
@numba.njit("void(f8[:, ::1], f8[:, ::1], f8[:, ::1], f8[:, :, ::1], f8[:, :, ::1])", {OPTIONS})
def set_out(values, constants, start, matrix, inflow):
    p = np.zeros(values.shape[1] + inflow.shape[2])
    for i in range(len(values)):
        p[: values.shape[1]] = values[i]
        constants[i] = prepare(p)
        begin(p, start[i])
        linear(p, matrix[i], inflow[i])
"""

_SHOW = f"""
@numba.njit("void(f8[:, :, ::1], f8[:, ::1], i8[::1], f8[:, :, ::1])", {OPTIONS})
def show(states, p, wanted, out):
    for i in range(len(states)):
        seen = observe(np.maximum(states[i], 0.0), p[i])
        for k in range(len(wanted)):
            out[i, k] = seen[wanted[k]]
"""
