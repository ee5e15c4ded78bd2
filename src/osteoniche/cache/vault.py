"""Sealed bytes under names, in a folder or in Redis, for every process that has the same place.

Flask-Caching holds the bytes; this file adds what it lacks: no pickle, entries that can be trusted
(fingerprint of the science, checksum), and calm: a place that is broken, full, gone, hung or holds
garbage costs time, never an answer.
"""

import hashlib
import hmac
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import flask
from flask_caching import Cache

from osteoniche.cache import stores
from osteoniche.cache.fuse import Fuse
from osteoniche.cache.stores import ENTRY_LIFE, FileStore, RedisStore

R = TypeVar("R")

FOLDER, REDIS = "folder", "Redis"
"""What may keep the bytes."""


class Vault:
    """Keeps bytes by key.

    `location` is a folder or a URL redis://, rediss://, unix://. `fingerprint` is that of all that
    decides a value besides its key (the source of the model, versions of libraries): two versions
    of the science never share an entry. A folder that has `threshold` entries loses those that
    were not used for longest.

    With a `secret` names and checksums are made with it: an entry that somebody put there who does
    not know it is never found, and what was kept without it is not either.

    Raises ValueError if the fingerprint cannot be the name of a folder.
    """

    def __init__(
        self, location: str, fingerprint: str, *, threshold: int = 5000, secret: str = ""
    ) -> None:
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]{0,127}", fingerprint):
            allowed = "1 to 128 letters, digits, '.', '_' and '-', not starting with a sign"
            raise ValueError(f"the fingerprint is {fingerprint!r}; allowed: {allowed}")
        self._location, self._fingerprint = location, fingerprint
        self._threshold, self._secret = threshold, secret.encode()
        self._server: flask.Flask | None = None
        self._store: FileStore | RedisStore | None = None
        self._guard = threading.Lock()
        # Three, since a full disk can still be read, and some file systems lack only the locks.
        self._reading = Fuse("Reading from")
        self._writing = Fuse("Writing to")
        self._locking = Fuse("Locking in")

    def init_app(self, server: flask.Flask) -> None:
        """Open the place as Flask-Caching's extension of `server`.

        Without this call, as on the command line, the first use opens it. If it cannot be opened,
        later uses try again.
        """
        with self._guard:
            self._server, self._store = server, None
        self._attempt(self._reading, lambda store: None)

    def get(self, key: str) -> bytes | None:
        """The bytes of a key; None, and the entry removed, if there are none or not ours."""
        name = self._name(key)
        sealed = self._attempt(self._reading, lambda store: store.get(name))
        if sealed is None:
            return None
        data = sealed[32:]
        if hmac.compare_digest(sealed[:32], self._checksum(name, data)):
            return data
        self.forget(key)
        return None

    def put(self, key: str, data: bytes) -> bool:
        """Keep the bytes of a key; whether that went well."""
        name = self._name(key)
        sealed = self._checksum(name, data) + data
        return bool(self._attempt(self._writing, lambda store: store.set(name, sealed)))

    def forget(self, key: str) -> None:
        """Remove a key."""
        name = self._name(key)
        self._attempt(self._writing, lambda store: store.delete(name))

    @contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Hold a key against other processes, or go on without if that fails or takes too long."""
        name = self._name(key)
        release = self._attempt(self._locking, lambda store: store.acquire(name))
        try:
            yield
        finally:
            if release:
                with suppress(Exception):  # the lock ends by itself, if later
                    release()

    def problem(self) -> str | None:
        """Why nothing can be kept here at the moment; None if something can, which is tried."""
        name = self._name("probe")
        try:
            store = self._opened()
            store.set(name, self._checksum(name, b""))
            store.delete(name)
        except Exception as error:  # noqa: BLE001 (each place fails in its own ways)
            return f"{type(error).__name__}: {error}"
        return None

    @property
    def kind(self) -> str:
        """What keeps the bytes, without saying where."""
        return REDIS if re.match("(redis|rediss|unix)://", self._location) else FOLDER

    def trouble(self) -> dict[str, float]:
        """What fails at the moment, by its name, and for how many seconds it has.

        Looks for an entry that nobody has, so that a place in which nothing is going on is tried
        too; what is written, or locked, is told of as it went last.
        """
        self.get("trouble")
        fuses = {"reading": self._reading, "writing": self._writing, "locking": self._locking}
        known = {name: fuse.failing_for for name, fuse in fuses.items()}
        return {name: seconds for name, seconds in known.items() if seconds is not None}

    def unfit(self, error: Exception) -> None:
        """Note that a value could not be made into bytes: it counts as a failure to write."""
        self._writing.failed(error)

    def _name(self, key: str) -> str:
        return f"{self._fingerprint}:{self._digest(key.encode()).hex()}"

    def _checksum(self, name: str, data: bytes) -> bytes:
        """32 bytes that tell whether `data` are whole and belong to the entry `name`."""
        return self._digest(name.encode() + b"\0" + data)

    def _digest(self, data: bytes) -> bytes:
        """32 bytes that with a secret nobody can make who does not know it."""
        if not self._secret:
            return hashlib.sha256(data).digest()
        return hmac.digest(self._secret, data, "sha256")

    def _attempt(self, fuse: Fuse, action: Callable[[FileStore | RedisStore], R]) -> R | None:
        """What `action` answers; None, as for a miss, if the place is in trouble."""
        # Who cannot read need not write: a hung Redis would cost its patience three times over.
        if (self._reading.failing and fuse is not self._reading) or not fuse.allows():
            return None
        try:
            answer = action(self._opened())
        except Exception as error:  # noqa: BLE001 (the cache's trouble is never the caller's)
            fuse.failed(error)
            return None
        fuse.succeeded()
        return answer

    def _opened(self) -> FileStore | RedisStore:
        with self._guard:
            if self._store is None:
                self._store = self._open(self._server or flask.Flask(__name__, static_folder=None))
            return self._store

    def _open(self, server: flask.Flask) -> FileStore | RedisStore:
        kept = "RedisStore" if self.kind == REDIS else "FileStore"
        extension = Cache(
            with_jinja2_ext=False,
            config={
                "CACHE_TYPE": f"{stores.__name__}.{kept}",
                "CACHE_DIR": os.path.join(self._location, self._fingerprint),
                "CACHE_REDIS_URL": self._location,
                "CACHE_THRESHOLD": self._threshold,
                "CACHE_DEFAULT_TIMEOUT": ENTRY_LIFE,
            },
        )
        extension.init_app(server)
        store: FileStore | RedisStore = server.extensions["cache"][extension]
        return store
