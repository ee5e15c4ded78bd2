"""The command line: `simulate`, `why`, `surface`, `cohort`, `plan`, `export`, `fit`, `doctor`.

Wrong input ends with status 2, a failed run with 1, an interrupted one with 130.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from osteoniche import __version__, tables
from osteoniche.analysis import surface
from osteoniche.calibration import stages
from osteoniche.commands import terminal, your_data
from osteoniche.commands.cohort import cohort_text, plan_text
from osteoniche.commands.doctor import Unwell, examine
from osteoniche.commands.parser import SUFFIXES, parser
from osteoniche.engine.result import Result
from osteoniche.errors import Described, Problem, ScenarioError, SolverError
from osteoniche.export import FORMATS as EXPORTS
from osteoniche.jobs import Work
from osteoniche.narrative.run import not_due
from osteoniche.quantity import SPECIES_NAMES
from osteoniche.runs import why
from osteoniche.scenario import Scenario
from osteoniche.scenario.file import MADE
from osteoniche.scenario.flags import with_settings
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.settings import SettingsError
from osteoniche.study import simulate

KEPT = ("surface", "cohort", "fit")
"""Commands whose long work is kept when it is stopped."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    commands = parser()
    chosen, unknown = commands.parse_known_args(arguments)
    if unknown:  # told with the usage of the command that was asked for
        (chosen.command or commands).error(f"unrecognized arguments: {' '.join(unknown)}")
    if chosen.word is None:
        commands.print_help(sys.stderr)
        return 2
    try:
        return _write(COMMANDS[chosen.word](chosen), chosen.out)
    except (ScenarioError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    except (SolverError, Unwell) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        kept = " What was computed is kept; the same command goes on."
        print(f"\nStopped.{kept if chosen.word in KEPT else ''}", file=sys.stderr)
        return 130


def _checked(chosen: argparse.Namespace) -> Scenario:
    """The scenario that the flags describe; ScenarioError with all that is wrong with the flags."""
    problems = _out_problems(chosen)
    try:
        scenario = _scenario(chosen)
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    if problems:
        raise ScenarioError(problems)
    return scenario


def _scenario(chosen: argparse.Namespace) -> Scenario:
    try:
        if chosen.scenario is None:
            base = preset(OPENING if chosen.preset is None else chosen.preset).model_dump()
        else:
            base = _document(chosen.scenario)
    except ScenarioError as error:
        # without its file the species is not known: None lets through what any species allows
        start = preset(OPENING).model_dump() if chosen.scenario is None else {"species": None}
        raise ScenarioError([*error.problems, *_problems_of(start, chosen.set)]) from None
    dropped: list[Problem] = []
    scenario = with_settings(base, chosen.set, dropped)
    for problem in dropped:
        print(f"Left out for a {SPECIES_NAMES[scenario.species]}: {problem}", file=sys.stderr)
    return scenario


def _problems_of(base: dict[str, Any], settings: Sequence[str]) -> list[Problem]:
    """What is wrong with settings, where there is no scenario to put them into."""
    try:
        with_settings(base, settings)
    except ScenarioError as error:
        return [problem for problem in error.problems if problem.value is not None]
    return []


def _document(file: Path) -> dict[str, Any]:
    named = f"--scenario {str(file)!r}"
    try:
        content = file.read_bytes()
    except OSError as error:
        found = f"this can not be read ({error.strerror})"
        raise ScenarioError([Described(named, found, "give a scenario file")]) from None
    document = Scenario.document(content, named)
    made = document.get(MADE)
    if isinstance(made, str) and made != __version__:
        told = f"saved with Osteoniche {made[:20]}, this is {__version__}: numbers may differ"
        print(f"{named}: {told}.", file=sys.stderr)
    return document


def _out_problems(chosen: argparse.Namespace) -> list[Problem]:
    """What can be known to be wrong with --out before a simulation is spent on it."""
    file: Path | None = chosen.out
    # os.path rather than Path: a path that can not even be looked at is no folder, not an error
    if file is None or (os.path.isdir(file.parent) and not os.path.isdir(file)):
        return []
    if os.path.isdir(file):
        suffix = SUFFIXES[getattr(chosen, "format", "csv")]
        found, allowed = "this is a folder", f"add the name of a file to it, such as run{suffix}"
    else:
        found, allowed = "there is no such folder", "make it first, or name another"
    return [Described(f"--out {str(file)!r}", found, allowed)]


def _planned(chosen: argparse.Namespace) -> Scenario:
    """The scenario of the flags, once it is told which drugs it never gives."""
    scenario = _checked(chosen)
    for sentence in not_due(scenario):
        print(sentence, file=sys.stderr)
    return scenario


def _run(chosen: argparse.Namespace) -> str:
    scenario = _planned(chosen)
    result = simulate(scenario, throw=True, costs=chosen.costs)
    return _formatted(chosen.format, scenario, result)


def _exported(chosen: argparse.Namespace) -> str | bytes:
    return EXPORTS[chosen.format].write(_planned(chosen))


def _why(chosen: argparse.Namespace) -> str:
    return f"{why(_planned(chosen))}\n"


def _surface(chosen: argparse.Namespace) -> str:
    asked = surface.Surface(_planned(chosen), chosen.points)
    parts = terminal.done(Work(surface.chunk, asked.spec, asked.chunks))
    return tables.as_csv_of_surface(asked, asked.lattice(parts))


def _cohort(chosen: argparse.Namespace) -> str:
    return cohort_text(chosen, _planned(chosen))


def _plan(chosen: argparse.Namespace) -> str:
    return plan_text(chosen, _planned(chosen))


def _fitted(chosen: argparse.Namespace) -> str:
    """The calibration as a parameter set's file, stage by stage, or the fit of one's own table."""
    starts = stages.STARTS if chosen.starts is None else chosen.starts
    seed = stages.SEED if chosen.seed is None else chosen.seed
    problems = [*_out_problems(chosen), *stages.problems(starts, seed)]
    problems += your_data.problems(chosen)
    if problems:
        raise ScenarioError(problems)
    if chosen.data is not None:
        return your_data.fitted(chosen, _checked(chosen))
    run = stages.run(starts, seed)
    stage = next(run)
    while isinstance(stage, stages.Stage):
        print(stage.label, file=sys.stderr)
        stage = run.send(terminal.done(Work(stage.chunk, stage.spec, stage.chunks)))
    return stage


def _constants(chosen: argparse.Namespace) -> str:
    problems = _out_problems(chosen)
    if problems:
        raise ScenarioError(problems)
    return tables.constants(chosen.species)


def _doctor(chosen: argparse.Namespace) -> str:
    examine(chosen.url)  # a line as soon as it is known
    return ""


COMMANDS: dict[str, Callable[[argparse.Namespace], str | bytes]] = {
    "simulate": _run,
    "why": _why,
    "surface": _surface,
    "cohort": _cohort,
    "plan": _plan,
    "export": _exported,
    "fit": _fitted,
    "constants": _constants,
    "doctor": _doctor,
}
"""What each command writes."""


def _formatted(name: str, scenario: Scenario, result: Result) -> str:
    if name == "csv":
        return tables.as_csv(scenario, result)
    write = tables.as_json if name == "json" else tables.as_text
    return write(scenario, result)


def _write(content: str | bytes, file: Path | None) -> int:
    """Write to the file or the screen; returns the exit status."""
    try:
        if file is not None:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        elif isinstance(content, bytes):
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        else:
            print(content, end="", flush=True)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        _forget_output()
    except OSError as error:
        print(f"{file or 'standard output'}: {error.strerror}", file=sys.stderr)
        if file is None:
            _forget_output()
        return 2
    return 0


def _forget_output() -> None:
    """Keep Python from writing the rest when it ends, which would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
