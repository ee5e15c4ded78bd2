"""Values that were used lately, decoded, in the memory of the process."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Holds the values that were used last, as long as their sizes add up to `capacity` at most.

    The same object goes to every caller, so only what nobody can change belongs here. All threads
    may use it.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity, self._size = capacity, 0
        self._held: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: str) -> T | None:
        """The value of a key, None if it is not held."""
        with self._guard:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: str, value: T, size: int) -> None:
        """Hold a value of a size in bytes, in place of those that were not used for longest."""
        with self._guard:
            _, before = self._held.pop(key, (None, 0))
            self._held[key] = value, size
            self._size += size - before
            while self._size > self._capacity:
                _, (_, dropped) = self._held.popitem(last=False)
                self._size -= dropped
