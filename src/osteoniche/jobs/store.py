"""Where records and results of jobs are kept: in the vault, or beside it while that keeps nothing.

A disk that is full, a folder that only can be read, a Redis without room: a curve is computed and
shown all the same, and so is long work. What the vault does not take goes to a folder in memory
that all processes of this server share; it is gone with the server.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from osteoniche.cache import Vault

IN_MEMORY = "/dev/shm"
"""Where Linux keeps files in memory."""
BESIDE = 2000
"""Records and results that are kept beside the vault, at most; the least used go first."""


class Store:
    """The vault, and a folder of this server that takes what the vault does not."""

    def __init__(self, vault: Vault, beside: Vault | None = None) -> None:
        self._vault, self._beside = vault, beside

    def get(self, key: str) -> bytes | None:
        """The bytes of a key, None if there are none."""
        held = self._beside.get(key) if self._beside else None
        return self._vault.get(key) if held is None else held

    def put(self, key: str, data: bytes) -> bool:
        """Keep the bytes of a key; whether that went well."""
        kept = self._vault.put(key, data)
        if self._beside is None:
            return kept
        if not kept:
            return self._beside.put(key, data)
        if self._beside.get(key) is not None:  # older than what the vault has now
            self._beside.forget(key)
        return True

    @contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Hold a key against other processes, or go on without if that fails or takes too long."""
        with self._vault.locked(key):
            if self._beside is None:
                yield
            else:
                with self._beside.locked(key):
                    yield


def beside() -> Vault | None:
    """A place in memory for this process and those forked from it; None if none can be made.

    It is made before the fork and removed by the process that made it.
    """
    parent = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    try:
        folder = tempfile.mkdtemp(prefix="osteoniche-jobs-", dir=parent)
    except OSError:
        return None
    atexit.register(_remove, folder, os.getpid())
    return Vault(folder, "jobs", threshold=BESIDE)


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked from it ends earlier
        shutil.rmtree(folder, ignore_errors=True)
