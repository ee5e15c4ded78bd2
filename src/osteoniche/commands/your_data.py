"""`osteoniche fit --data FILE`: the fit of one's own table on the command line."""

import argparse
import sys
from pathlib import Path

from osteoniche.calibration.your_data.fit import solved
from osteoniche.calibration.your_data.groups import (
    AS_SCENARIO,
    JOINED,
    ON_PAGE,
    choice_of,
    choices,
    is_half_known,
)
from osteoniche.calibration.your_data.report import as_json, outcome, sentences
from osteoniche.calibration.your_data.request import USUAL, Bounds, FitRequest
from osteoniche.calibration.your_data.table import Study, read
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.narrative.run import not_due
from osteoniche.scenario import Scenario
from osteoniche.study import simulate

DATA = "--data"
NEEDS_DATA: dict[str, object] = {
    "preset": None,
    "scenario": None,
    "set": [],
    "free": None,
    "bounds": None,
}
"""Flags that mean something with a table only, and what they are when they are not given."""
WITHOUT_DATA = ("seed", "starts")
"""Flags that mean something without a table only; None when they are not given."""


def flags(word: argparse.ArgumentParser) -> None:
    """The flags of a table, beside those of the scenario that it is fitted with."""
    word.add_argument(
        DATA,
        type=Path,
        help="fit this table (CSV) instead, in seconds; its column arm says what each group was "
        "given, such as untreated or docetaxel + 15D11; a single group of another name is as the "
        "scenario given",
        metavar="FILE",
    )
    word.add_argument(
        "--free",
        help=f"with {DATA}: constants that may move (default: {','.join(USUAL)})",
        metavar="SYMBOL,...",
    )
    word.add_argument(
        "--bounds",
        choices=[bounds.value for bounds in Bounds],
        help=f"with {DATA}: what lower and upper are, 95 %% limits or one standard error to each "
        f"side (default: {Bounds.LIMITS})",
    )


def problems(chosen: argparse.Namespace) -> list[Problem]:
    """Flags that were given although there is no table, or although there is one."""
    if chosen.data is not None:
        found = f"this has no meaning with {DATA}"
        allowed = "leave it out: a table is always fitted from the same starts"
        given = [name for name in WITHOUT_DATA if getattr(chosen, name) is not None]
        return [Described(f"--{name}", found, allowed) for name in given]
    given = [name for name, none in NEEDS_DATA.items() if getattr(chosen, name) != none]
    allowed = f"give {DATA} FILE with it, the table that is to be fitted"
    return [Described(f"--{name}", "there is no table", allowed) for name in given]


def study(file: Path) -> Study:
    """The study of a file; ScenarioError with all that is wrong with it."""
    named = f"{DATA} {str(file)!r}"
    try:
        content = file.read_bytes()
    except OSError as error:
        found = f"this can not be read ({error.strerror})"
        raise ScenarioError([Described(named, found, "give a table (CSV)")]) from None
    return read(content, named)


def _request(chosen: argparse.Namespace, data: Study, scenario: Scenario) -> FitRequest:
    """The fit that the flags ask for; ScenarioError with all that is wrong with it."""
    free = USUAL if chosen.free is None else tuple(map(str.strip, chosen.free.split(",")))
    groups = {arm: choice_of(arm) or ON_PAGE for arm in data.arms}
    unknown = _unknown_groups(data)
    try:
        found = FitRequest(data, scenario, groups, free, Bounds(chosen.bounds or Bounds.LIMITS))
    except ScenarioError as error:
        raise ScenarioError([*unknown, *error.problems]) from None
    if unknown:
        raise ScenarioError(unknown)
    return found


def _unknown_groups(data: Study) -> list[Problem]:
    """Groups of which nobody can say what they were given.

    One alone is the scenario given, unless its name says something else.
    """
    alone = len(data.arms) == 1
    known = [name for name in choices() if name != ON_PAGE]
    allowed = (
        f"name it by what it was given: {', '.join(known)}, several drugs with{JOINED}between, or "
        f"{AS_SCENARIO!r} for the scenario given"
    )
    return [
        Described(f"group {arm!r}", "no treatment is known by this name", allowed)
        if arm
        else Described("column arm", "some rows name no group, although others do", allowed)
        for arm in data.arms
        if (is_half_known(arm) if alone else choice_of(arm) is None)
    ]


def fitted(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """The fit as a file that is a scenario too; what it came to is told beside."""
    fit = _request(chosen, study(chosen.data), scenario)
    for arm, group in fit.groups.items():
        drugs = JOINED.join(given.drug for given in fit.arm(arm).given) or "no drug"
        how = "the scenario given" if group == ON_PAGE else group
        print(f"Group {arm!r}: {how if how == drugs else f'{how} ({drugs})'}", file=sys.stderr)
    for sentence in dict.fromkeys(each for arm in fit.groups for each in not_due(fit.arm(arm))):
        print(sentence, file=sys.stderr)
    made = outcome(fit, solved(fit), simulate)
    for one in made.values:
        print(
            f"{one.symbol}: {one.start:.4g} -> {one.value:.4g} {one.unit} "
            f"(95 %: {one.low:.4g} to {one.high:.4g}); {one.verdict}",
            file=sys.stderr,
        )
    print(sentences(made), file=sys.stderr)
    return as_json(made)
