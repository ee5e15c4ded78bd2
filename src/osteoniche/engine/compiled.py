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

import numpy as np
import numpy.typing as npt
import platformdirs

from osteoniche.engine.codegen import Slots, bending, ensemble_source, source
from osteoniche.system import System, default_system

Vector = npt.NDArray[np.float64]

SCIENCE = (
    "quantity", "components", "maths", "pharmacokinetics", "effects", "models", "drugs", "organs",
    "parameters", "system", "scenario/__init__", "scenario/defaults", "scenario/presets",
    "scenario/schedule", "engine", "study",
)  # fmt: skip
"""The modules and folders whose text decides what a simulation gives."""
LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "cyrk")
"""Libraries whose version decides it too."""
_loading = threading.Lock()


class Compiled(SimpleNamespace):
    """The generated functions of a system, and the absolute tolerance of each of its states.

    `prepare(constants)` puts what follows from the constants alone behind them; its result is the
    vector `p` of the others. `rates(y, t, p, out)` writes dy/dt (n states) into `out`: a new array
    for each call would cost more than the equations. `rates_of_some` does it for
    some of the states; then `p` is followed by all states, by room for their rates, and by the
    places of those that `y` and `out` hold. `observe(states, p)` gives read-outs
    (m, times) from states (times, n).
    """

    prepare: Callable[[Vector], Vector]
    rates: Callable[[Vector, float, Vector, Vector], None]
    rates_of_some: Callable[[Vector, float, Vector, Vector], None]
    observe: Callable[[Vector, Vector], Vector]
    tolerances: Vector


class CompiledMany(SimpleNamespace):
    """The generated functions that only ensembles need.

    `set_out(values, constants, start, matrix, inflow)` reads the constants of curves and writes
    what `prepare` makes of them, the states at day 0 and, for the states that follow linear
    equations, their matrix and what they take of each inflow; `positions` are the places of these
    states, `driven` those among them that other states read.
    `address` is where CyRK finds the right-hand side, whose arguments stand in `slots`.
    `show(states, p, wanted, out)` writes chosen read-outs (curves, read-outs, days).
    """

    set_out: Callable[[Vector, Vector, Vector, Vector, Vector], None]
    show: Callable[..., None]
    positions: npt.NDArray[np.int64]
    driven: npt.NDArray[np.int64]
    slots: Slots
    address: int


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Sixteen hex digits that change with the science: source files and library versions."""
    return fingerprint_of(Path(__file__).parents[1])


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
        digest.update(f"{library} {_version(library)}\n".encode())
    digest.update(f"python {sys.version_info.major}.{sys.version_info.minor}".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    """A library's version; not every library is there on every machine."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"


def is_ready() -> bool:
    """Whether the code of this science was written before (else the next load takes seconds)."""
    return all(_source_file(costs).exists() for costs in (False, True))


def load(*, costs: bool = True) -> Compiled:
    """The compiled functions of the whole system, or of its core, which knows of no cost.

    Writes and compiles them first where that was never done.
    """
    with _loading:
        return _loaded(costs)


def _system(costs: bool) -> System:
    """The system that is compiled: equations are those of every parameter set."""
    return default_system() if costs else default_system().core


@lru_cache(maxsize=2)
def _loaded(costs: bool) -> Compiled:
    file, system = _source_file(costs), _system(costs)
    if not file.exists():
        _write(file, source(system))
    module = _import(file)
    compiled = Compiled(
        prepare=module.prepare,
        rates=module.rates,
        rates_of_some=module.rates_of_some,
        observe=module.observe,
        tolerances=np.array([state.tolerance for state in system.states]),
    )
    states, p = len(system.states), compiled.prepare(np.ones(len(system.constants)))
    compiled.observe(np.ones((1, states)), p)
    compiled.rates(np.ones(states), 0.0, p, np.ones(states))
    return compiled


def load_many(*, costs: bool = True, bent: bool = False) -> CompiledMany:
    """The compiled functions of ensembles; writes and compiles them where that was never done.

    Those that are `bent` are for drugs whose way through the body saturates, by any constant of
    `bending`; the others, which are faster, for drugs where all of these are 0.
    """
    load(costs=costs)
    with _loading:
        return _loaded_many(costs, bent)


@lru_cache(maxsize=4)
def _loaded_many(costs: bool, bent: bool) -> CompiledMany:
    first, system = _source_file(costs), _system(costs)
    off = [] if bent else bending(system)
    if off:
        first = first.with_stem(first.stem.replace("system", "straight"))
        if not first.exists():
            _write(first, source(system, off))
        _import(first)
    file = first.with_stem(f"many_{first.stem}")
    if not file.exists():
        _write(file, ensemble_source(system, first.stem, off))
    module = _import(file)
    return CompiledMany(
        set_out=module.set_out,
        show=module.show,
        positions=np.array(module.LINEAR, dtype=np.int64),
        driven=np.array(module.DRIVEN, dtype=np.int64),
        slots=Slots(*module.SLOTS),
        address=module.right_hand_side.address,
    )


def _source_file(costs: bool) -> Path:
    """Where this fingerprint's generated module lives; a private temporary folder if need be."""
    base = Path(platformdirs.user_cache_dir("osteoniche")) / "compiled"
    try:
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
        usable = os.access(base, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        base = Path(_temporary_folder())
    return base / f"{'system_with_costs' if costs else 'system'}_{fingerprint()}.py"


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
