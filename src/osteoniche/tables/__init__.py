"""Results as rows: the columns of files and of the page's tables."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche import __version__, parameters
from osteoniche.analysis.surface import NEUTROPHILS, Surface
from osteoniche.calibration.bands import Band
from osteoniche.engine.compiled import fingerprint
from osteoniche.engine.result import Result
from osteoniche.models import APOPTOSIS
from osteoniche.quantity import Species, shown_unit
from osteoniche.scenario import Scenario, file
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.system import default_system

NO_BANDS: Mapping[str, Band] = MappingProxyType({})


def columns(result: Result) -> tuple[str, ...]:
    """The columns of a result's table: day, the read-outs, one concentration per drug given."""
    declared = [readout.name for readout in default_system().readouts if not readout.detail]
    return ("day", *(name for name in declared if name in result.series))


def rows(result: Result) -> Iterator[tuple[float, ...]]:
    """The rows of a result's table; days strictly increase, at a dose stands the value after it."""
    table = np.column_stack([result.grid, *(result[name] for name in columns(result)[1:])])
    yield from (tuple(map(float, row)) for row in table)


ORIGIN = ("set", file.MADE)
"""The last columns of a table that stands alone: what its numbers are of."""


def origin(scenario: Scenario) -> tuple[str, str]:
    """The parameter set and the version of the program that numbers are of."""
    return scenario.set, __version__


def as_csv(scenario: Scenario, result: Result) -> str:
    """The table as comma-separated text with a header line; what it is of stands last."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*columns(result), *ORIGIN])
    for row in rows(result):
        writer.writerow([*_written(row), *origin(scenario)])
    return text.getvalue()


LOW, HIGH = "_low", "_high"
"""What the columns of a likely range end with."""


def as_csv_of(
    runs: Mapping[str, Result],
    settings: Mapping[str, str] | None = None,
    bands: Mapping[str, Band] = NO_BANDS,
) -> str:
    """Several tables as one comma-separated text, the name of the run first.

    `bands` are the likely ranges of runs that have one: two columns for each of their series, after
    the others.
    `settings` says in words what each run was made with; it stands last, in every row, so that rows
    that are taken apart from the others still say it.
    The columns are those of any of the runs; a drug that a run does not give has an empty cell. A
    name that a spreadsheet would take for a formula gets an apostrophe; any name is one line.
    Failed runs have no rows.
    Numbers are written as in `as_csv`.
    """
    given = [name for result in runs.values() for name in columns(result)]
    order = ["day", *(readout.name for readout in default_system().readouts)]
    names = [name for name in order if name in given]
    likely = list(dict.fromkeys(name for band in bands.values() for name in _ends_of(band)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["run", *names, *likely, *(["settings"] if settings else [])])
    for run, result in runs.items():
        own = columns(result)
        last = [_harmless(settings[run])] if settings else []
        ends = _ends_of(bands[run]) if run in bands else {}
        for place, row in enumerate(rows(result)):
            cells = dict(zip(own, _written(row), strict=True))
            cells |= {name: f"{values[place]:.8g}" for name, values in ends.items()}
            told = (cells.get(name, "") for name in (*names, *likely))
            writer.writerow([_harmless(run), *told, *last])
    return text.getvalue()


def _ends_of(band: Band) -> dict[str, npt.NDArray[np.float64]]:
    """The columns of a likely range: both ends of each of its series."""
    return {
        name + end: values[place]
        for place, name in enumerate(band.readouts)
        for end, values in ((LOW, band.lower), (HIGH, band.upper))
    }


def _written(row: tuple[float, ...]) -> list[str]:
    """The numbers of a row as files hold them; more digits of the day, which may be a sixth."""
    day, *values = row
    return [f"{day:.10g}", *(f"{value:.8g}" for value in values)]


FORMULA = ("=", "+", "-", "@")
"""What a text starts with that spreadsheets compute."""


def _harmless(name: str) -> str:
    """A name in one line, and no formula."""
    text = " ".join(name.split())
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(scenario: Scenario, result: Result) -> str:
    """The scenario, the status and every series by name, with units and the science's version."""
    names = columns(result)
    table = {name: [] for name in names} if not result.ok else _by_column(result, names)
    document: dict[str, Any] = {
        "scenario": scenario.as_file(),
        "status": result.status.name.lower(),
        "message": result.status.value,
        "units": {"day": "day"} | {name: result.units[name] for name in names[1:]},
        "series": table,
        "version": __version__,
        "science": fingerprint(),
    }
    return json.dumps(document, indent=1) + "\n"


def _by_column(result: Result, names: tuple[str, ...]) -> Mapping[str, list[float]]:
    values = list(zip(*rows(result), strict=True))
    return {name: list(column) for name, column in zip(names, values, strict=True)}


def as_text(scenario: Scenario, result: Result) -> str:
    """The table for reading: three significant digits, one row a day; below it what it is of."""
    names = columns(result)
    body = [[f"{value:.3g}" for value in row] for row in rows(result) if row[0] == round(row[0])]
    widths = [max(len(text) for text in column) for column in zip(names, *body, strict=True)]
    lines = [
        "  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True))
        for line in [list(names), *body]
    ]
    lines += ["", "parameter set {}, Osteoniche {}".format(*origin(scenario))]
    return "\n".join(lines) + "\n"


def constants(species: Species) -> str:
    """Every constant that a scenario may set: symbol, value, what is allowed, unit and meaning.

    Values are those of the default parameter set, which the last line names.
    """
    shown = [param for param in default_system().params if param.symbol not in SET_BY_OTHERS]
    lines = [["symbol", "value", "allowed", "unit"]]
    for param in shown:
        low, high = param.bounds(species)
        unit = shown_unit(param.unit)
        lines.append([param.symbol, f"{param.values[species]:g}", f"{low:g} to {high:g}", unit])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    meanings = ["meaning", *(param.meaning for param in shown)]
    text = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=True)), meaning])
        for line, meaning in zip(lines, meanings, strict=True)
    ]
    text += ["", f"Values are those of the parameter set {parameters.DEFAULT}."]
    return "\n".join(text) + "\n"


SURFACE_COLUMNS = {APOPTOSIS: f"peak_{APOPTOSIS}", NEUTROPHILS: f"lowest_{NEUTROPHILS}"}
"""Columns of a dose surface that hold something else than a run's column of that name."""


def as_csv_of_surface(surface: Surface, values: npt.NDArray[np.float64]) -> str:
    """A dose surface as comma-separated text: the two doses, then each quantity.

    `values` are those of `Surface.lattice`; apoptosis is that of its peak, neutrophils are at their
    lowest, the others those of the last day. A run that could not be computed has empty cells.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    drugs = (surface.chemotherapy, surface.antibody)
    units = [drug.dosing[surface.scenario.species].unit for drug in drugs]
    doses = [f"{drug.name}_dose_{_in_name(unit)}" for drug, unit in zip(drugs, units, strict=True)]
    quantities = [SURFACE_COLUMNS.get(name, name) for name in surface.series]
    writer.writerow([*doses, *quantities, *ORIGIN])
    for up, chemotherapy in enumerate(surface.doses(drugs[0])):
        for across, antibody in enumerate(surface.doses(drugs[1])):
            found = values[:, up, across]
            written = _written(tuple(found)) if np.isfinite(found).all() else [""] * len(found)
            given = _written((chemotherapy, antibody))
            writer.writerow([*given, *written, *origin(surface.scenario)])
    return text.getvalue()


def _in_name(unit: str) -> str:
    """A unit as it stands in the name of a column."""
    return unit.replace("/", "_per_")
