"""The words and flags of the command line."""

import argparse
from pathlib import Path
from typing import Any

from osteoniche import __version__
from osteoniche.analysis import surface
from osteoniche.analysis.cohort import MOST, SEED, SUBJECTS
from osteoniche.analysis.cohort.along_settings import MOST as MOST_VALUES
from osteoniche.analysis.cohort.plan import READINGS
from osteoniche.analysis.cohort.responses import RULES, Rule
from osteoniche.calibration import stages
from osteoniche.commands import your_data
from osteoniche.export import FORMATS as EXPORTS
from osteoniche.quantity import SPECIES
from osteoniche.scenario.flags import described
from osteoniche.scenario.presets import OPENING, PRESETS

FORMATS = ("table", "csv", "json")
SUFFIXES = {"table": ".txt", "csv": ".csv", "json": ".json"}
SUFFIXES |= {name: form.suffix for name, form in EXPORTS.items()}
"""How files of each format end."""
EXAMPLES = {
    "simulate": "simulate --preset combination --set days=60 --format csv --out run.csv",
    "why": "why --preset combination --set host=transgenic",
    "surface": "surface --points 11 --set species=human --out surface.csv",
    "cohort": "cohort --preset combination --subjects 200 --seed 1 --out cohort.csv",
    "plan": "plan --preset combination --reading bone --day 42",
    "export": "export --preset combination --format sbml --out combination.xml",
    "fit": "fit --out fitted.json",
    "constants": "constants --species human",
    "doctor": "doctor --url https://your.host/osteoniche/",
}
"""One for each command."""


def parser() -> argparse.ArgumentParser:
    """All commands with their flags."""
    found = argparse.ArgumentParser(
        prog="osteoniche",
        description="A laboratory of bone metastasis: teaching and hypotheses.",
        epilog="`osteoniche COMMAND --help` tells more of a command, with an example.",
    )
    found.add_argument("--version", action="version", version=f"osteoniche {__version__}")
    found.set_defaults(command=None)
    commands = found.add_subparsers(dest="word", title="commands", metavar="COMMAND")
    for declare in (_simulate, _why, _surface, _cohort, _plan, _export, _fit, _constants, _doctor):
        declare(commands)
    return found


def _simulate(commands: Any) -> None:
    command = _command(commands, "simulate", "run one scenario and print its series")
    _scenario_flags(command)
    command.add_argument(
        "--format",
        choices=FORMATS,
        default=FORMATS[0],
        help="how it is written (default: %(default)s)",
    )
    command.add_argument(
        "--costs",
        action="store_true",
        default=None,
        help="with the series of every organ, also where no drug of the run costs it anything",
    )


def _why(commands: Any) -> None:
    command = _command(commands, "why", "tell which cause has which part in the tumour of a run")
    _scenario_flags(command)


def _surface(commands: Any) -> None:
    command = _command(commands, "surface", "run one scenario at every pair of doses")
    _scenario_flags(command)
    command.add_argument(
        "--points",
        type=int,
        default=surface.POINTS[1],
        metavar="NUMBER",
        help=f"doses of each drug: {', '.join(map(str, surface.POINTS))} (default: %(default)s)",
    )


def _cohort(commands: Any) -> None:
    command = _command(
        commands, "cohort", "run one scenario and its arms in virtual subjects that differ"
    )
    _scenario_flags(command)
    _subject_flags(command)
    command.add_argument(
        "--format",
        choices=FORMATS[:2],
        help="table of the arms, or a row for each subject (default: table, in a file csv)",
    )
    command.add_argument(
        "--along",
        metavar="SETTING=VALUE,...",
        help=f"in place of the arms, the scenario at up to {MOST_VALUES} values of one number: a "
        "field of --set as listed below, or the symbol of a constant, as in 15D11.dose=0,1,3,10",
    )
    rules = ", ".join(RULES)
    command.add_argument(
        "--progression",
        metavar="RULE[=NUMBER]",
        default=Rule.LOWEST.value,
        help=f"what counts as progression: {rules} (default: %(default)s)",
    )


def _plan(commands: Any) -> None:
    command = _command(commands, "plan", "tell how many animals it takes to tell two arms apart")
    _scenario_flags(command)
    _subject_flags(command)
    command.add_argument(
        "--arms",
        nargs=2,
        default=("chemotherapy", "combination"),
        metavar="ARM",
        help="two of the scenario's arms (default: chemotherapy combination)",
    )
    command.add_argument(
        "--reading",
        choices=tuple(READINGS),
        default="light",
        help="what is measured (default: %(default)s)",
    )
    command.add_argument("--day", type=float, help="when (default: when it takes fewest animals)")
    command.add_argument(
        "--error", type=float, help="SD of the logarithm of a reading (default: as measured)"
    )
    command.add_argument(
        "--dropout", type=float, default=0.0, help="share of animals that is lost (default: 0)"
    )
    command.add_argument(
        "--comparisons", type=int, default=1, help="that share the level (default: 1)"
    )
    command.add_argument(
        "--script", action="store_true", help="write a program in Python that repeats it"
    )


def _subject_flags(command: argparse.ArgumentParser) -> None:
    """Who is in a cohort."""
    command.add_argument(
        "--subjects",
        type=int,
        default=SUBJECTS,
        metavar="NUMBER",
        help=f"1 to {MOST:,} (default: %(default)s)",
    )
    command.add_argument(
        "--seed", type=int, default=SEED, help="of the differences (default: %(default)s)"
    )
    command.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="NAME=SD",
        help="how much something differs: the SD of its natural logarithm (repeatable)",
    )


def _export(commands: Any) -> None:
    command = _command(commands, "export", "write one scenario for another program")
    _scenario_flags(command)
    labels = ", ".join(f"{name}: {form.label}" for name, form in EXPORTS.items())
    command.add_argument(
        "--format", choices=tuple(EXPORTS), required=True, help=f"the program's format ({labels})"
    )


def _fit(commands: Any) -> None:
    command = _command(
        commands, "fit", "fit constants to the published experiments, or to your table"
    )
    command.add_argument(
        "--seed", type=int, help=f"of the starts, without --data (default: {stages.SEED})"
    )
    command.add_argument(
        "--starts",
        type=int,
        help=f"of each variant, without --data: 1 to {stages.STARTS_AT_MOST} "
        f"(default: {stages.STARTS})",
    )
    your_data.flags(command)
    _scenario_flags(command)


def _constants(commands: Any) -> None:
    command = _command(
        commands, "constants", "list the constants that --set parameters.SYMBOL changes"
    )
    command.add_argument(
        "--species", choices=SPECIES, default=SPECIES[0], help="whose values (default: %(default)s)"
    )
    _out_flag(command)


def _doctor(commands: Any) -> None:
    command = _command(
        commands, "doctor", "look at what a server needs, one line each; status 1 if it is wrong"
    )
    command.add_argument(
        "--url", help="also look at the page that is served there, as browsers see it"
    )
    command.set_defaults(out=None)


def _command(commands: Any, name: str, summary: str) -> argparse.ArgumentParser:
    """A command with one example below its flags."""
    fields = f"\n\n{described()}" if name not in ("constants", "doctor") else ""
    command: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  osteoniche {EXAMPLES[name]}{fields}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(command=command)
    return command


def _scenario_flags(word: argparse.ArgumentParser) -> None:
    """The flags of every word that takes a scenario and writes a text."""
    which = word.add_mutually_exclusive_group()
    which.add_argument(
        "--preset", help=f"start from: {', '.join(PRESETS)} (default: {OPENING})", metavar="NAME"
    )
    which.add_argument("--scenario", type=Path, help="start from a JSON file", metavar="FILE")
    word.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="change a field, as listed below (repeatable)",
    )
    _out_flag(word)


def _out_flag(word: argparse.ArgumentParser) -> None:
    word.add_argument(
        "--out", type=Path, help="write to a file instead of the screen", metavar="FILE"
    )
