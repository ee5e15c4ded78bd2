"""One measured figure, with its limit if there is one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A name, a measured value with its unit, the limit it should stay under, and a note."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"{self.limit:g} {self.unit}"
        over = "  OVER THE LIMIT" if self.limit is not None and self.value > self.limit else ""
        return f"{self.name:<58}{self.value:>10.3g} {self.unit:<3}{limit:>12}   {self.note}{over}"
