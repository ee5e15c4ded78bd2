"""The command line: `simulate`, `surface` and `export`.

Wrong input ends with status 2, a failed run with 1, an interrupted one with 130.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from osteoniche import __version__, surface, tables, terminal
from osteoniche.errors import Problem, ScenarioError, SolverError
from osteoniche.export import FORMATS as EXPORTS
from osteoniche.flags import with_settings
from osteoniche.jobs import Work
from osteoniche.presets import OPENING, PRESETS, preset
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.settings import SettingsError
from osteoniche.study import simulate

FORMATS = ("table", "csv", "json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        scenario = _checked(chosen)
        return _write(WORDS[chosen.word](chosen, scenario), chosen.out)
    except (ScenarioError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    except SolverError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        kept = " What was computed is kept; the same command goes on."
        print(f"\nStopped.{kept if chosen.word == 'surface' else ''}", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="osteoniche", description="A laboratory of bone metastasis: teaching and hypotheses."
    )
    parser.add_argument("--version", action="version", version=f"osteoniche {__version__}")
    words = parser.add_subparsers(dest="word", required=True)
    run = words.add_parser("simulate", help="run one scenario and print its series")
    _scenario_flags(run)
    run.add_argument("--format", choices=FORMATS, default="table")
    many = words.add_parser("surface", help="run one scenario at every pair of doses")
    _scenario_flags(many)
    many.add_argument(
        "--points",
        type=int,
        default=surface.POINTS[1],
        help=f"doses of each drug: {', '.join(map(str, surface.POINTS))} (default %(default)s)",
    )
    write = words.add_parser("export", help="write one scenario for another program")
    _scenario_flags(write)
    write.add_argument("--format", choices=tuple(EXPORTS), required=True)
    return parser


def _scenario_flags(word: argparse.ArgumentParser) -> None:
    """The flags of every word that takes a scenario and writes a text."""
    which = word.add_mutually_exclusive_group()
    which.add_argument(
        "--preset", help=f"start from: {', '.join(PRESETS)} (default {OPENING})", metavar="NAME"
    )
    which.add_argument("--scenario", type=Path, help="start from a JSON file", metavar="FILE")
    word.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="change a field: days=60, paclitaxel.dose=5, parameters.kkP=0.3 (repeatable)",
    )
    word.add_argument("--out", type=Path, help="write to a file instead of the screen")


def _checked(chosen: argparse.Namespace) -> Scenario:
    """The scenario that the flags describe; ScenarioError with all that is wrong with the flags."""
    problems = _out_problems(chosen.out)
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
        print(f"Left out, as {scenario.species} differs: {problem}", file=sys.stderr)
    return scenario


def _problems_of(base: dict[str, Any], settings: Sequence[str]) -> list[Problem]:
    """What is wrong with settings, where there is no scenario to put them into."""
    try:
        with_settings(base, settings)
    except ScenarioError as error:
        return [problem for problem in error.problems if problem.value is not None]
    return []


def _document(file: Path) -> dict[str, Any]:
    try:
        content = file.read_bytes()
    except OSError as error:
        allowed = f"give a file that can be read ({error.strerror})"
        raise ScenarioError([Problem("--scenario", str(file), allowed)]) from None
    return Scenario.document(content, f"--scenario {str(file)!r}")


def _out_problems(file: Path | None) -> list[Problem]:
    """What can be known to be wrong with --out before a simulation is spent on it."""
    # os.path rather than Path: a path that can not even be looked at is no folder, not an error
    if file is None or (os.path.isdir(file.parent) and not os.path.isdir(file)):
        return []
    return [Problem("--out", str(file), "give a file in a folder that exists")]


def _run(chosen: argparse.Namespace, scenario: Scenario) -> str:
    return _formatted(chosen.format, scenario, simulate(scenario, throw=True))


def _exported(chosen: argparse.Namespace, scenario: Scenario) -> str | bytes:
    return EXPORTS[chosen.format].write(scenario)


def _surface(chosen: argparse.Namespace, scenario: Scenario) -> str:
    asked = surface.Surface(scenario, chosen.points)
    parts = terminal.done(Work(surface.chunk, asked.spec, asked.chunks))
    return tables.as_csv_of_surface(asked, asked.lattice(parts))


WORDS: dict[str, Callable[[argparse.Namespace, Scenario], str | bytes]] = {
    "simulate": _run,
    "surface": _surface,
    "export": _exported,
}
"""What each word writes."""


def _formatted(name: str, scenario: Scenario, result: Result) -> str:
    if name == "csv":
        return tables.as_csv(result)
    return tables.as_json(scenario, result) if name == "json" else tables.as_text(result)


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
