"""Several runs at once, for notebooks and scripts: side by side, by the thousand, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle
from types import MappingProxyType
from typing import Any

import numpy as np

from osteoniche import study
from osteoniche.analysis.attribution import Attribution, attribute
from osteoniche.analysis.contrast import Contrast, contrast
from osteoniche.engine import sketch
from osteoniche.engine.ensemble import Block, Listed, Varied
from osteoniche.engine.result import SKETCHED, Result, frame_of
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.figures.look import LINES, PIN_LINES, SVG_DASHES
from osteoniche.narrative.attribution import parts_table, tell_parts
from osteoniche.narrative.contrast import contrast_table, tell_contrast
from osteoniche.numerals import aligned, cells, day, percent
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import nearest
from osteoniche.scenario.presets import preset

COLUMNS = ("run", "tumour on the last day", "bone lost", "peak apoptosis", "regrows from day")
"""Of the table of runs: `study.Headline` in the words of the page."""
NAME_IT = "name presets, and give scenarios names: compare('untreated', mine=scenario)"
"""What compare is told that it is to run."""


@dataclass(frozen=True, eq=False)
class Runs(Mapping[str, Result]):
    """Results by the name of their run, with the scenarios that made them.

    Printed, it is a table of headline numbers; in a notebook with small plots above it.
    """

    scenarios: Mapping[str, Scenario]
    results: Mapping[str, Result]

    def __post_init__(self) -> None:
        for name in ("scenarios", "results"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __getitem__(self, name: str) -> Result:
        if name not in self.results:
            near = nearest(str(name), self.results) or f"choose from {', '.join(self.results)}"
            raise KeyError(f"there is no run {name}; {near}")
        return self.results[name]

    def __contains__(self, name: object) -> bool:
        return name in self.results

    def __iter__(self) -> Iterator[str]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __repr__(self) -> str:
        return aligned([COLUMNS, *self._lines()])

    def tidy(self) -> dict[str, Any]:
        """One row a run and day: `run`, `day` and every series, as arrays of one length.

        A drug that a run does not give is NaN in its rows; failed runs have no rows.
        """
        names = dict.fromkeys(name for result in self.values() for name in result)
        rows = [len(result.grid) for result in self.values()]
        columns: dict[str, Any] = {"run": np.repeat(np.array([*self], dtype=object), rows)}
        for name in names:
            parts = [
                result[name] if name in result else np.full(len(result.grid), np.nan)
                for result in self.values()
            ]
            columns[name] = np.concatenate(parts)
        return columns

    def frame(self) -> Any:
        """A pandas DataFrame with the columns of `tidy`; ImportError without pandas."""
        return frame_of(self.tidy())

    def _repr_html_(self) -> str:
        """What a notebook shows: small plots of all runs, and the table of headline numbers."""
        looks = _looks(self)
        head = "".join(f'<th scope="col">{escape(word)}</th>' for word in COLUMNS)
        body = "".join(_row(line, sketch.swatch(*looks[line[0]])) for line in self._lines())
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return sketch.small_multiples(self._panels(looks)) + table

    def _panels(self, looks: Mapping[str, tuple[str, str]]) -> list[sketch.Panel]:
        """One plot for each of the first series, with every run that has a curve."""
        shown = {name: result for name, result in self.items() if result.ok}
        units = {name: unit for result in shown.values() for name, unit in result.units.items()}
        return [
            sketch.Panel(
                series,
                units[series],
                [
                    sketch.Curve(one.days, one.series[series], *looks[name])
                    for name, one in shown.items()
                ],
            )
            for series in [*units][:SKETCHED]
        ]

    def _lines(self) -> list[tuple[str, ...]]:
        """The lines of the table, in words."""
        return [(name, *_headline(self.scenarios[name], self[name])) for name in self]


def _headline(scenario: Scenario, result: Result) -> tuple[str, ...]:
    """A run in the columns of the table after its name."""
    found = study.headline(scenario, result, None)
    if found is None:
        return (result.status.value, "", "", "")
    return (
        cells(found.burden) if scenario.tumour != "none" else "no tumour",
        percent(found.bone_lost_percent),
        percent(found.peak_apoptosis_percent),
        "" if found.day_of_regrowth is None else day(found.day_of_regrowth),
    )


def _row(line: tuple[str, ...], swatch: str) -> str:
    """A line of the table as HTML, with the look of its curves."""
    name, *found = map(escape, line)
    said = "".join(f"<td>{cell}</td>" for cell in found)
    return f'<tr><th scope="row" style="text-align:left">{swatch} {name}</th>{said}</tr>'


def _looks(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Colour and dash of each run: reference arms as on the page, others as runs that were kept."""
    kept = cycle(PIN_LINES)
    lines = {name: LINES.get(name) or next(kept) for name in names}
    return {
        name: (line.colour or sketch.INK, SVG_DASHES[line.dash]) for name, line in lines.items()
    }


def compare(*presets: str, **scenarios: Scenario) -> Runs:
    """Run scenarios side by side: `compare("untreated", "combination", mine=scenario)`.

    Presets (see `PRESETS`) are those of a mouse; any scenario goes by the keyword that names it.
    A run that failed has its place too, and says why. Raises ScenarioError for what is neither.
    """
    problems: list[Problem] = [
        Described("compare", f"{type(name).__name__} without a name", NAME_IT)
        for name in presets
        if not isinstance(name, str)
    ]
    problems += [
        Problem(name, scenario, "give a Scenario")
        for name, scenario in scenarios.items()
        if not isinstance(scenario, Scenario)
    ]
    problems += [
        Described(name, "there are two runs of this name", "give one of them another")
        for name in presets
        if name in scenarios
    ]
    if not presets and not scenarios:
        problems.append(Described("compare", "there is nothing to run", NAME_IT))
    if problems:
        raise ScenarioError(problems)
    named = {name: preset(name) for name in presets} | scenarios
    return Runs(named, {name: study.simulate(scenario) for name, scenario in named.items()})


def many(
    curves: Varied | Iterable[Scenario],
    readouts: Sequence[str],
    days: Any = None,
    *,
    threads: int | None = None,
) -> Block:
    """Thousands of curves at once, on all cores (or `threads`), by the ensemble engine.

    `curves` is a scenario with columns of other values, or scenarios. The answer's `values` are an
    array (curves, readouts, days) in the units of the read-outs, at its `days`: those wanted, or
    the rows of the scenario. A curve that can not be trusted is NaN, and its place in `statuses`
    says why. `study.many` gives the same in blocks, where all would not fit into memory.

    Raises ScenarioError for read-outs or days that there are not, and where scenarios with other
    last days are to be joined and no days are named.
    """
    batch = curves if isinstance(curves, Varied) else Listed(_scenarios(curves))
    blocks = [*study.many(batch, readouts, days, threads=threads)]
    if not all(np.array_equal(block.days, blocks[0].days) for block in blocks):
        found = "these scenarios end on different days"
        raise ScenarioError([Described("days", found, "name the days that you want of all")])
    return Block(
        first=0,
        days=blocks[0].days,
        values=np.concatenate([block.values for block in blocks]),
        statuses=tuple(status for block in blocks for status in block.statuses),
        evaluations=np.concatenate([block.evaluations for block in blocks]),
    )


@dataclass(frozen=True, eq=False)
class Why:
    """Why a tumour is as large as it is; printed, sentences and a table.

    `numbers` are the parts of a run, or the changes between two runs; None without a tumour.
    """

    numbers: Attribution | Contrast | None
    sentence: str
    lines: Sequence[tuple[str, str]]

    def __repr__(self) -> str:
        width = max((len(name) for name, _ in self.lines), default=0)
        lines = [f"{name:<{width}}  {text}" for name, text in self.lines]
        return "\n".join([self.sentence, *lines])


def why(scenario: Scenario, against: Scenario | None = None) -> Why:
    """Which cause has which part in the tumour of a run: from untreated, by the mechanism.

    Or from another run (`against`), by each setting that differs. Raises ScenarioError for runs
    that can not be compared, and SolverError where one of the runs it takes has no curve.
    """
    if against is not None:
        pair = contrast(against, scenario)
        return Why(pair, tell_contrast(pair), contrast_table(pair))
    way = attribute(scenario)
    return Why(way, tell_parts(way), parts_table(way) if way else ())


def _scenarios(curves: Iterable[Scenario]) -> list[Scenario]:
    """The scenarios of an ensemble, if they are at least one and all scenarios."""
    found = [*curves]
    wrong: list[object] = [each for each in found if not isinstance(each, Scenario)]
    if wrong or not found:
        given = (Problem("curves", each, "give Scenarios, or a Varied") for each in wrong or [None])
        raise ScenarioError(given)
    return found
