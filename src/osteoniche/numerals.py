"""Numbers as people read them: at most three significant digits, with their unit."""

import math


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
    return "1 cell" if round(count) == 1 else f"{short(count)} cells"


def percent(value: float) -> str:
    """A percentage with at most three significant digits; tiny ones are 'under 0.1 %'."""
    if 0 < abs(value) < 0.1:
        return "under 0.1 %"
    return f"{short(round(value, 1))} %"


def fold(value: float) -> str:
    """A factor between two burdens, from the smaller one's point of view."""
    if value > 1e6:
        return "more than a million times smaller"
    if value >= 1.005:
        return f"{short(value)} times smaller"
    if value <= 0.995:
        return f"{short(1 / value)} times larger"
    return "the same size"
