"""Results that were computed once are remembered, one computation at a time for each key."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from typing import Generic, TypeVar

from osteoniche.cache import stores
from osteoniche.cache.recent import Recent
from osteoniche.cache.vault import Vault

T = TypeVar("T")


class Abandoned(Exception):
    """Raised by a computation that was given up, though it could be done: others may still."""


class Found(StrEnum):
    """Where a value was."""

    MEMORY = "memory"
    STORE = "store"
    NOWHERE = "nowhere"


class ResultCache(Generic[T]):
    """Remembers values by key, and lets one caller at a time compute one.

    `encode` gives the bytes of a value; `decode` gives the value back and raises on bytes that are
    not one. Up to `memory` bytes of values that were used lately are answered without the vault;
    then callers share a value, which nobody may be able to change. `heard` is told of each caller
    where the value was.
    """

    def __init__(
        self,
        vault: Vault,
        encode: Callable[[T], bytes],
        decode: Callable[[bytes], T],
        memory: int = 0,
        heard: Callable[[Found], object] = lambda found: None,
    ) -> None:
        self._vault, self._heard = vault, heard
        self._encode, self._decode = encode, decode
        self._recent = Recent[T](memory)
        self._guard = threading.Lock()
        self._flights: dict[str, Future[bytes | None]] = {}

    def remember(
        self, key: str, compute: Callable[[], T], keep: Callable[[T], bool] = lambda value: True
    ) -> T:
        """The value of `key`: from memory or vault, else from `compute`, stored if `keep(value)`.

        Callers who ask for the same key meanwhile get a copy of the same value, or the exception
        that `compute` raised; if it was Abandoned, one of them takes it up. After WAIT seconds they
        compute themselves.
        """
        while (found := self.known(key)) is None:
            flight: Future[bytes | None] = Future()
            with self._guard:
                first = self._flights.setdefault(key, flight)
            if first is flight:
                return self._first(key, flight, compute, keep)
            try:
                return self._follow(first, compute)
            except Abandoned as given_up:
                if not first.done() or given_up is not first.exception():  # but by this caller
                    raise
        return found

    def _first(
        self,
        key: str,
        flight: Future[bytes | None],
        compute: Callable[[], T],
        keep: Callable[[T], bool],
    ) -> T:
        """The value that this caller computes, for all who ask until it is there."""
        try:
            value, data = self._lead(key, compute, keep)
        except BaseException as error:
            del self._flights[key]  # first, so that nobody takes up what has just failed
            flight.set_exception(error)
            raise
        flight.set_result(data)
        del self._flights[key]
        return value

    def known(self, key: str) -> T | None:
        """The value of `key` from memory or vault; None if nobody has computed it yet."""
        held = self._recent.get(key)
        if held is not None:
            self._heard(Found.MEMORY)
            return held
        found = self._read(key)
        self._heard(Found.STORE if found else Found.NOWHERE)
        return found[0] if found else None

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
        self, key: str, compute: Callable[[], T], keep: Callable[[T], bool]
    ) -> tuple[T, bytes | None]:
        """The value and its bytes; None instead of bytes if it has none."""
        with self._vault.locked(key):
            if found := self._read(key):  # another process was faster
                return found
            value = compute()
            data = self._encoded(value)
            if data is not None and keep(value):
                self._vault.put(key, data)
                self._recent.put(key, value, len(data))
            return value, data

    def _read(self, key: str) -> tuple[T, bytes] | None:
        """The stored value and its bytes; None, and the entry removed, if they are not ours."""
        data = self._vault.get(key)
        found = self._decoded(data)
        if data is not None and not found:
            self._vault.forget(key)
        if found:
            self._recent.put(key, found[0], len(found[1]))
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
            self._vault.unfit(error)
            return None
