"""One measured figure, with its limit if there is one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A name, a measured value with its unit, the limit it should keep to, and a note.

    The value should stay under the limit, or reach it where `at_least`.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""
    at_least: bool = False

    @property
    def missed(self) -> bool:
        """Whether the value is on the wrong side of its limit."""
        if self.limit is None:
            return False
        return self.value < self.limit if self.at_least else self.value > self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        limit = "" if self.limit is None else f"{sign} {self.limit:g} {self.unit}"
        missed = "  LIMIT MISSED" if self.missed else ""
        return f"{self.name:<62}{self.value:>10.3g} {self.unit:<4}{limit:>12}   {self.note}{missed}"
