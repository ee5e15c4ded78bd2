"""CyRK's integrators as functions that numba can call without holding the interpreter lock.

CyRK gives the addresses of its C functions for use from numba; its own wrapper around them can not
be kept compiled on disk, because it holds them as Python objects. Here the addresses travel as
arguments. The signatures are those of CyRK's `nb.numba_solver`; a test holds them to it.
"""

import ctypes
import time
from functools import lru_cache
from typing import Any, NamedTuple

from numba import types
from numba.core.types import WrapperAddressProtocol

from osteoniche.errors import SolverError

SIZE, REAL, CODE = types.uint64, types.float64, types.int32
POINTER = types.CPointer(REAL)

SOLVE = SIZE(
    SIZE, REAL, REAL, SIZE, SIZE, CODE,  # equations, first and last day, start, states, method
    SIZE, SIZE, SIZE, SIZE, SIZE, SIZE,  # expected size, extra, arguments, bytes, steps, megabytes
    types.boolean, SIZE, SIZE, SIZE, SIZE, SIZE,  # dense, days, number; before, events, number
    SIZE, SIZE, SIZE, SIZE, REAL, REAL, types.boolean,  # tolerances, longest, first step, retain
)  # fmt: skip


class Native(WrapperAddressProtocol):
    """A compiled function of another library: where it is and what it takes."""

    def __init__(self, address: int, signature: Any) -> None:
        self._address, self._signature = address, signature

    def __wrapper_address__(self) -> int:
        return self._address

    def signature(self) -> Any:
        """The signature, as numba types."""
        return self._signature


class Library(NamedTuple):
    """What is called: `solve` gives a handle, the others read from it, `free` ends it.

    `clock(kind, address)` writes seconds and nanoseconds.
    """

    solve: Native
    outcome: Native
    size: Native
    states: Native
    arguments: Native
    reached: Native
    steps: Native
    free: Native
    clock: Native


@lru_cache(maxsize=1)
def library() -> Library:
    """CyRK's functions, imported by the first use: CyRK takes as long to load as the page.

    Raises SolverError where it is not installed (there is no wheel for Linux on ARM).
    """
    try:
        import CyRK.nb.numba_c_api as cyrk
    except ImportError as error:
        raise SolverError(f"Ensembles need CyRK, which can not be loaded here: {error}") from error
    clock = ctypes.cast(ctypes.CDLL(None).clock_gettime, ctypes.c_void_p).value or 0
    return Library(
        solve=Native(cyrk.get_solve_func_ptr(), SOLVE),
        outcome=Native(cyrk.get_status_func_ptr(), CODE(SIZE)),
        size=Native(cyrk.get_size_func_ptr(), SIZE(SIZE)),
        states=Native(cyrk.get_y_func_ptr(), POINTER(SIZE)),
        arguments=Native(cyrk.get_args_ptr_func_ptr(), POINTER(SIZE)),
        reached=Native(cyrk.get_t_now_func_ptr(), REAL(SIZE)),
        steps=Native(cyrk.get_steps_taken_func_ptr(), SIZE(SIZE)),
        free=Native(cyrk.get_free_func_ptr(), types.void(SIZE)),
        clock=Native(clock, CODE(CODE, SIZE)),
    )


CLOCK = time.CLOCK_THREAD_CPUTIME_ID
"""The clock's number on this system: the seconds in which the thread itself worked."""
