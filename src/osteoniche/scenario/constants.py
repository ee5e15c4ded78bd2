"""Numbers by symbol that nothing can change once they are set."""

from collections.abc import Iterator, Mapping


class Constants(Mapping[str, float]):
    """A mapping that can be read, compared, hashed and pickled, and not changed."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float] | None = None) -> None:
        self._values = dict(values or {})

    def __getitem__(self, symbol: str) -> float:
        return self._values[symbol]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __or__(self, others: Mapping[str, float]) -> dict[str, float]:
        return {**self._values, **others}

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return repr(self._values)
