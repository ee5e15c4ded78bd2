"""The command line: `osteoniche simulate`. Wrong input ends with 2, a failed run with 1."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from osteoniche import __version__, tables
from osteoniche.errors import Problem, ScenarioError, SolverError
from osteoniche.flags import with_settings
from osteoniche.presets import OPENING, PRESETS, preset
from osteoniche.quantity import MOUSE
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.study import simulate

FORMATS = ("table", "csv", "json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        scenario = _scenario(chosen)
        result = simulate(scenario, throw=True)
        _write(_formatted(chosen.format, scenario, result), chosen.out)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return 2
    except SolverError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="osteoniche", description="A laboratory of bone metastasis: teaching and hypotheses."
    )
    parser.add_argument("--version", action="version", version=f"osteoniche {__version__}")
    words = parser.add_subparsers(dest="word", required=True)
    run = words.add_parser("simulate", help="run one scenario and print its series")
    which = run.add_mutually_exclusive_group()
    which.add_argument(
        "--preset", help=f"start from: {', '.join(PRESETS)} (default {OPENING})", metavar="NAME"
    )
    which.add_argument("--scenario", type=Path, help="start from a JSON file", metavar="FILE")
    run.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="change a field: days=60, paclitaxel.dose=5, parameters.kkP=0.3 (repeatable)",
    )
    run.add_argument("--format", choices=FORMATS, default="table")
    run.add_argument("--out", type=Path, help="write to a file instead of the screen")
    return parser


def _scenario(chosen: argparse.Namespace) -> Scenario:
    """The scenario that the flags describe; a species among them comes first."""
    if chosen.scenario is not None:
        return with_settings(_document(chosen.scenario), chosen.set)
    species = next((text[8:] for text in chosen.set if text.startswith("species=")), MOUSE)
    try:
        base: dict[str, Any] = preset(chosen.preset or OPENING, species).model_dump()
    except ScenarioError as error:
        rest = [text for text in chosen.set if not text.startswith("species=")]
        raise ScenarioError([*error.problems, *_problems_of(rest)]) from None
    return with_settings(base, chosen.set)


def _problems_of(settings: Sequence[str]) -> list[Problem]:
    """What is wrong with settings by themselves, on top of the default preset."""
    try:
        with_settings(preset(OPENING).model_dump(), settings)
    except ScenarioError as error:
        return list(error.problems)
    return []


def _document(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ScenarioError([Problem("scenario", str(file), f"give a JSON file ({error})")]) from None


def _formatted(name: str, scenario: Scenario, result: Result) -> str:
    if name == "csv":
        return tables.as_csv(result)
    return tables.as_json(scenario, result) if name == "json" else tables.as_text(result)


def _write(text: str, file: Path | None) -> None:
    if file is None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader (head, less) has seen enough
            sys.stderr.close()
    else:
        file.write_text(text, encoding="utf-8")
