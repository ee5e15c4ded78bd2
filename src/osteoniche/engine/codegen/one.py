"""The compiled module of one curve."""

from collections.abc import Collection

from osteoniche.engine.codegen.text import HEAD, OPTIONS, POWER, Text, indented, joined, printed
from osteoniche.system import System


def source(system: System, off: Collection[str] = ()) -> str:
    """The module of one curve: `prepare`, `rates`, `rates_of_some` and `observe`.

    It is for curves of which the constants named in `off` are 0.
    """
    text = Text(system, off)
    states, known = len(system.states), text.prepared()
    worked_out = [
        f"    out[{i}] = {printed(expression)}"
        for i, expression in enumerate(text.extra, len(text.names))
    ]
    return joined(
        HEAD,
        POWER,
        f'@numba.njit("f8[::1](f8[::1])", {OPTIONS})',
        "def prepare(p):",
        f"    out = np.empty({text.width})",
        f"    out[:{len(text.names)}] = p",
        *text.given(),
        *worked_out,
        "    return out",
        "",
        f'@numba.njit("void(f8[::1], f8, f8[::1], f8[::1])", {OPTIONS})',
        "def rates(y, t, p, out):",
        *text.states(),
        *known,
        *indented(text.body),
        *(f"    out[{i}] = {text.rates[i]}" for i in range(states)),
        "",
        _SOME.format(width=text.width, states=states),
        f'@numba.njit("f8[:, ::1](f8[:, ::1], f8[::1])", {OPTIONS})',
        "def observe(states, p):",
        *known,
        f"    out = np.empty(({len(system.readouts)}, states.shape[0]))",
        "    for k in range(states.shape[0]):",
        *indented(text.states("states[k, {}]")),
        *indented(indented(text.body)),
        *(f"        out[{i}, k] = {line}" for i, line in enumerate(text.readouts)),
        "    return out",
        "",
    )


_SOME = f"""
@numba.njit("void(f8[::1], f8, f8[::1], f8[::1])", {OPTIONS})
def rates_of_some(y, t, p, out):
    states = p[{{width}} : {{width}} + {{states}}]
    changes = p[{{width}} + {{states}} : {{width}} + 2 * {{states}}]
    places = p[{{width}} + 2 * {{states}} :]
    for i in range(len(places)):
        states[int(places[i])] = y[i]
    rates(states, t, p, changes)
    for i in range(len(places)):
        out[i] = changes[int(places[i])]
"""
