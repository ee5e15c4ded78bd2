"""What a job is: a function of plain data, called once for each chunk."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """Long work, the same for everyone who asks for the same.

    `chunk(spec, number)` gives the bytes of one chunk; it is a function of a module, so that other
    processes and machines find it by name. `spec` says in canonical text what is to be computed.
    """

    chunk: Callable[[str, int], bytes]
    spec: str
    chunks: int

    @property
    def kind(self) -> str:
        """The name of the function: work of a kind takes about the same time for each chunk."""
        return f"{self.chunk.__module__}.{self.chunk.__qualname__}"

    @property
    def key(self) -> str:
        """The name under which all processes know this work."""
        digest = hashlib.sha256(f"{self.kind}\0{self.spec}\0{self.chunks}".encode())
        return f"job:{digest.hexdigest()}"

    def part(self, number: int) -> str:
        """The key of a chunk's result."""
        return f"{self.key}:{number}"


@dataclass(frozen=True)
class Part:
    """The result of a chunk, and what it took: seconds on the clock, and of processors.

    The latter are those of its process, since solvers have threads of their own.
    """

    data: bytes
    seconds: float
    processor: float


def computed(chunk: Callable[[str, int], bytes], spec: str, number: int) -> Part:
    """The part of a chunk: this is what a worker is called with."""
    clock, processor = time.perf_counter(), time.process_time()
    data = chunk(spec, number)
    return Part(data, time.perf_counter() - clock, time.process_time() - processor)
