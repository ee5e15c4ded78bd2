"""Results that were computed once are remembered, in a folder or in Redis.

Flask-Caching holds the bytes; this file adds what it lacks: no pickle, entries that can be
trusted (fingerprint of the science, checksum), one computation at a time for each key, and calm:
a cache that is broken, full, gone, hung or holds garbage costs time, never an answer.
"""

import hashlib
import logging
import os
import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, TypeVar

import flask
from flask_caching import Cache

from osteoniche.cache import stores
from osteoniche.cache.fuse import Fuse
from osteoniche.cache.stores import ENTRY_LIFE, FileStore, RedisStore

T = TypeVar("T")
R = TypeVar("R")

logger = logging.getLogger(__name__)


class ResultCache(Generic[T]):
    """Remembers values by key, and lets one caller at a time compute one.

    `location` is a folder or a URL redis://, rediss://, unix://. `fingerprint` is that of all that
    decides a value besides its key (the source of the model, versions of libraries): two versions
    of the science never share an entry. `encode` gives the bytes of a value; `decode` gives the
    value back and raises on bytes that are not one. A folder that has `threshold` entries loses
    those that were not used for longest.

    Raises ValueError if the fingerprint cannot be the name of a folder.
    """

    def __init__(
        self,
        location: str,
        fingerprint: str,
        encode: Callable[[T], bytes],
        decode: Callable[[bytes], T],
        *,
        threshold: int = 5000,
    ) -> None:
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]{0,127}", fingerprint):
            allowed = "1 to 128 letters, digits, '.', '_' and '-', not starting with a sign"
            raise ValueError(f"the fingerprint is {fingerprint!r}; allowed: {allowed}")
        self._location, self._fingerprint = location, fingerprint
        self._encode, self._decode = encode, decode
        self._threshold = threshold
        self._server: flask.Flask | None = None
        self._store: FileStore | RedisStore | None = None
        self._guard = threading.Lock()
        self._flights: dict[str, Future[bytes | None]] = {}
        # Three, since a full disk can still be read, and some file systems lack only the locks.
        self._reading = Fuse("Reading from")
        self._writing = Fuse("Writing to")
        self._locking = Fuse("Locking in")

    def init_app(self, server: flask.Flask) -> None:
        """Open the cache as Flask-Caching's extension of `server`.

        Without this call, as on the command line, the first use opens it. If it cannot be opened,
        later uses try again.
        """
        with self._guard:
            self._server, self._store = server, None
        self._attempt(self._reading, lambda store: None)

    def remember(
        self, key: str, compute: Callable[[], T], keep: Callable[[T], bool] = lambda value: True
    ) -> T:
        """The value of `key`: from the cache, else from `compute`, and stored if `keep(value)`.

        Callers who ask for the same key meanwhile get a copy of the same value, or the exception
        that `compute` raised. After WAIT seconds they compute themselves.
        """
        name = f"{self._fingerprint}:{hashlib.sha256(key.encode()).hexdigest()}"
        if found := self._read(name):
            return found[0]
        flight: Future[bytes | None] = Future()
        with self._guard:
            first = self._flights.setdefault(name, flight)
        if first is not flight:
            return self._follow(first, compute)
        try:
            value, data = self._lead(name, compute, keep)
            flight.set_result(data)
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            del self._flights[name]
        return value

    def _follow(self, flight: Future[bytes | None], compute: Callable[[], T]) -> T:
        """The value that another thread is computing."""
        try:
            error = flight.exception(stores.WAIT)
        except TimeoutError:
            return compute()
        if isinstance(error, Exception):
            raise error
        # Anything else, such as SystemExit, concerns the other thread and not its work.
        found = None if error else self._decoded(flight.result())
        return found[0] if found else compute()

    def _lead(
        self, name: str, compute: Callable[[], T], keep: Callable[[T], bool]
    ) -> tuple[T, bytes | None]:
        """The value and its bytes; None instead of bytes if it has none."""
        release = self._attempt(self._locking, lambda store: store.acquire(name))
        try:
            if found := self._read(name):  # another process was faster
                return found
            value = compute()
            data = self._encoded(value)
            if data is not None and keep(value):
                sealed = _checksum(name, data) + data
                self._attempt(self._writing, lambda store: store.set(name, sealed))
            return value, data
        finally:
            if release:
                with suppress(Exception):  # the lock ends by itself, if later
                    release()

    def _read(self, name: str) -> tuple[T, bytes] | None:
        """The stored value and its bytes; None, and the entry removed, if they are not ours."""
        sealed = self._attempt(self._reading, lambda store: store.get(name))
        if sealed is None:
            return None
        data = sealed[32:]
        found = self._decoded(data) if sealed[:32] == _checksum(name, data) else None
        if not found:
            self._attempt(self._writing, lambda store: store.delete(name))
        return found

    def _decoded(self, data: bytes | None) -> tuple[T, bytes] | None:
        try:
            return None if data is None else (self._decode(data), data)
        except Exception:  # noqa: BLE001 (`decode` raises what it likes)
            return None

    def _encoded(self, value: T) -> bytes | None:
        try:
            return self._encode(value)
        except Exception as error:  # noqa: BLE001 (the value is an answer, stored or not)
            self._writing.failed(error)
            return None

    def _attempt(self, fuse: Fuse, action: Callable[[FileStore | RedisStore], R]) -> R | None:
        """What `action` answers; None, as for a miss, if the cache is in trouble."""
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
        is_redis = re.match("(redis|rediss|unix)://", self._location)
        extension = Cache(
            with_jinja2_ext=False,
            config={
                "CACHE_TYPE": f"{stores.__name__}.{'RedisStore' if is_redis else 'FileStore'}",
                "CACHE_DIR": os.path.join(self._location, self._fingerprint),
                "CACHE_REDIS_URL": self._location,
                "CACHE_THRESHOLD": self._threshold,
                "CACHE_DEFAULT_TIMEOUT": ENTRY_LIFE,
            },
        )
        extension.init_app(server)
        store: FileStore | RedisStore = server.extensions["cache"][extension]
        return store


def _checksum(name: str, data: bytes) -> bytes:
    """32 bytes that tell whether `data` are whole and belong to the entry `name`."""
    return hashlib.sha256(name.encode() + b"\0" + data).digest()
