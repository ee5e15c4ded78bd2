"""The system as compiled code: written from its symbols, kept in the user's cache, run by numba.

numba compiles generated source only, and caches only source that is a real file. So the equations
are read once with SymPy symbols, written as a module under the fingerprint of the science, and from
then on loaded as they are; SymPy is not imported on the way to a curve.
"""

import hashlib
import importlib.util
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import platformdirs

from osteoniche.quantity import State
from osteoniche.system import System, default_system

Vector = npt.NDArray[np.float64]

SCIENCE = (
    "quantity", "maths", "pharmacokinetics", "models", "drugs", "parameters", "presets", "scenario",
    "system", "compiled", "result", "solver", "study",
)  # fmt: skip
"""The modules and folders whose text decides what a simulation gives."""
LIBRARIES = ("numpy", "scipy", "numba", "llvmlite")
"""Libraries whose version decides it too."""
OPTIONS = 'cache=True, error_model="numpy", nogil=True'
"""How numba compiles the generated functions."""


_loading = threading.Lock()


class Compiled(SimpleNamespace):
    """The generated functions.

    `rates(y, t, p, out)` writes dy/dt (n states) into `out`: a new array for each call would cost
    more than the equations. `observe(states, p)` gives read-outs (m, times) from states (times, n).
    """

    rates: Callable[[Vector, float, Vector, Vector], None]
    observe: Callable[[Vector, Vector], Vector]


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Sixteen hex digits that change with the science: source files and library versions."""
    return fingerprint_of(Path(__file__).parent)


def fingerprint_of(here: Path) -> str:
    """The fingerprint of the science whose modules lie in a folder."""
    digest = hashlib.sha256()
    for name in SCIENCE:
        folder = here / name
        files = sorted(folder.rglob("*")) if folder.is_dir() else [here / f"{name}.py"]
        for file in files:
            if file.suffix in {".py", ".json"} and file.is_file():
                digest.update(file.relative_to(here).as_posix().encode() + b"\0")
                digest.update(file.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    digest.update(f"python {sys.version_info.major}.{sys.version_info.minor}".encode())
    return digest.hexdigest()[:16]


def is_ready() -> bool:
    """Whether the code of this science was written before (else the next load takes seconds)."""
    return _source_file().exists()


def load() -> Compiled:
    """The compiled functions; writes and compiles them first where that was never done."""
    with _loading:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Compiled:
    file = _source_file()
    if not file.exists():
        _write(file, source(default_system()))
    module = _import(file)
    compiled = Compiled(rates=module.rates, observe=module.observe)
    system = default_system()
    states, constants = len(system.states), len(system.constants)
    compiled.observe(np.ones((1, states)), np.ones(constants))
    compiled.rates(np.ones(states), 0.0, np.ones(constants), np.ones(states))
    return compiled


def _source_file() -> Path:
    """Where this fingerprint's generated module lives; a private temporary folder if need be."""
    base = Path(platformdirs.user_cache_dir("osteoniche")) / "compiled"
    try:
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
        usable = os.access(base, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        base = Path(_temporary_folder())
    return base / f"system_{fingerprint()}.py"


@lru_cache(maxsize=1)
def _temporary_folder() -> str:
    return tempfile.mkdtemp(prefix="osteoniche-")


def _write(file: Path, text: str) -> None:
    """Put the text in place in one step, so that no other process sees half of it."""
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as part:
        part.write(text)
    Path(name).replace(file)


def _import(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} can not be read as a module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


def source(system: System) -> str:
    """The Python text of the system's compiled module."""
    from sympy.printing.pycode import PythonCodePrinter

    printer = PythonCodePrinter(
        {"fully_qualified_modules": False, "allow_unknown_functions": False}
    )
    names, lines, evaluation = read_symbols(system)
    body = [f"    {name} = {printer.doprint(expression)}" for name, expression in lines]
    states = [f"    {state.name} = y[{i}]" for i, state in enumerate(system.states)]
    states_of_row = [line.replace("y[", "states[k, ") for line in states]
    constants = [f"    {name} = p[{i}]" for i, name in enumerate(names)]
    rates = [
        f"    out[{i}] = {printer.doprint(evaluation.rates[state.name])}"
        for i, state in enumerate(system.states)
    ]
    readouts = [
        f"    out[{i}, k] = {printer.doprint(evaluation.readouts[readout.name])}"
        for i, readout in enumerate(system.readouts)
    ]
    return "\n".join(
        [
            '"""Written by osteoniche.compiled; do not edit."""',
            "from math import sqrt",
            "import numba",
            "import numpy as np",
            "",
            f'@numba.njit("void(f8[::1], f8, f8[::1], f8[::1])", {OPTIONS})',
            "def rates(y, t, p, out):",
            *states,
            *constants,
            *body,
            *rates,
            "",
            f'@numba.njit("f8[:, ::1](f8[:, ::1], f8[::1])", {OPTIONS})',
            "def observe(states, p):",
            *constants,
            f"    out = np.empty(({len(system.readouts)}, states.shape[0]))",
            "    for k in range(states.shape[0]):",
            *[f"    {line}" for line in (*states_of_row, *body, *readouts)],
            "    return out",
            "",
        ]
    )


def read_symbols(system: System) -> tuple[tuple[str, ...], list[tuple[str, Any]], Any]:
    """The system read with symbols: constant names, (signal, expression) in order, evaluation.

    Symbols are declared real and not positive: positive would delete the guards of `hill`.
    """
    import sympy

    def symbol(name: str) -> Any:
        return sympy.Symbol(name, real=True)

    lines: list[tuple[str, Any]] = []

    def fresh(name: str, expression: Any) -> Any:
        lines.append((name, expression))
        return symbol(name)

    x = SimpleNamespace(**{state.name: symbol(state.name) for state in system.states})
    p = SimpleNamespace(**{name: symbol(name) for name in system.constants})
    inflow = {
        drug.name: symbol(name) for drug, name in zip(system.drugs, system.inflows, strict=True)
    }
    return system.constants, lines, system.evaluate(x, p, inflow, fresh)


def tolerances(states: tuple[State, ...]) -> Vector:
    """Absolute tolerance per state."""
    return np.array([state.tolerance for state in states])
