"""Numbers as people read them: at most three significant digits, with their unit; and lists."""

import math
from collections.abc import Sequence


def short(value: float) -> str:
    """Three significant digits without exponent, thousands grouped: 0.0123, 4.6, 1,640."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    digits = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    return (
        f"{rounded:,.{max(digits, 0)}f}".rstrip("0").rstrip(".")
        if digits > 0
        else f"{rounded:,.0f}"
    )


def cells(count: float) -> str:
    """A number of cells in words: 2,000 cells, 4.6 million cells, fewer than one cell."""
    if count < 1:
        return "fewer than one cell"
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if count >= size * 0.9995:
            return f"{short(count / size)} {word} cells"
    whole = round(count) if count < 100 else count  # `short` rounds it: once is enough
    return "1 cell" if whole == 1 else f"{short(whole)} cells"


def compact(count: float) -> str:
    """A number of cells in few letters, as an axis and a card have room for: 10k, 1.96 M, 2 bn."""
    for size, letter in ((1e12, " tn"), (1e9, " bn"), (1e6, " M"), (1e3, "k")):
        if count >= size * 0.9995:
            return f"{short(count / size)}{letter}"
    return short(count)


def percent(value: float) -> str:
    """A percentage with at most three significant digits; tiny ones are 'under 0.1 %'."""
    if 0 < abs(value) < 0.1:
        return "under 0.1 %"
    rounded = round(value, 1) if abs(value) < 100 else value  # `short` rounds it: once is enough
    return f"{short(rounded)} %"


def day(value: float) -> str:
    """A day of a run: 12.2, 198, 1826; whole days are never rounded away."""
    return f"{value:.0f}" if abs(value) >= 99.95 else short(value)


def fold(value: float) -> str:
    """A factor between two burdens, from the smaller one's point of view."""
    if value > 1e6:
        return "more than a million times smaller"
    factor = short(value if value >= 1 else 1 / value)
    if factor == "1":
        return "the same size"
    return f"{factor} times {'smaller' if value > 1 else 'larger'}"


def listed(parts: Sequence[str]) -> str:
    """Things in a row: a, b and c."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of a table, column below column."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
