"""What a job is: a function of plain data, called once for each chunk."""

import hashlib
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
    def key(self) -> str:
        """The name under which all processes know this work."""
        name = f"{self.chunk.__module__}.{self.chunk.__qualname__}"
        digest = hashlib.sha256(f"{name}\0{self.spec}\0{self.chunks}".encode())
        return f"job:{digest.hexdigest()}"

    def part(self, number: int) -> str:
        """The key of a chunk's result."""
        return f"{self.key}:{number}"
