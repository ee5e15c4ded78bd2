"""What `make load` and `make soak` have in common: options, a server, a table and a report."""

import argparse
import datetime
import json
import platform
import resource
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks import served, spent, targets
from benchmarks.served import SERVE, redis, running
from benchmarks.targets import HEADING, Measured
from osteoniche import __version__

CODES = tuple(f"R{number}" for number in range(1, 10))
"""What both print."""


def parser(command: str, about: str) -> argparse.ArgumentParser:
    """The options of a hall."""
    made = argparse.ArgumentParser(prog=command, description=about)
    made.add_argument("--students", type=int, default=100)
    made.add_argument("--seconds", type=float, default=60.0, help="how long drags begin")
    made.add_argument("--cache", choices=["folder", "redis"], default="folder")
    modes = "page: one request under way, the newest waits; open: all updates of a drag are sent"
    made.add_argument("--mode", choices=["page", "open"], default="page", help=modes)
    kind = made.add_mutually_exclusive_group()
    kind.add_argument("--new", dest="new", action="store_true", help="nothing was asked before")
    kind.add_argument("--remembered", dest="new", action="store_false", help="everything was")
    which = "some of R1 to R9 alone"
    made.add_argument("--only", nargs="*", choices=CODES, default=CODES, metavar="R", help=which)
    made.add_argument("--out", type=Path, help="a file for all figures, as JSON")
    made.set_defaults(new=True)
    return made


@contextmanager
def serving(cache: str, **variables: str) -> Iterator[str]:
    """The address of a server as `make serve` starts it, with nothing remembered."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a connection is a file
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        place = stack.enter_context(redis(folder)) if cache == "redis" else f"{folder}/results"
        own = {"OSTEONICHE_CACHE": place, "XDG_CACHE_HOME": served.compiled()} | variables
        address = stack.enter_context(running(*SERVE, caches=folder, **own))
        spent.settle()
        yield address


def printed(figures: Iterable[Measured]) -> list[Measured]:
    """The figures, each printed as soon as it is there."""
    print(HEADING, flush=True)
    found = []
    for each in figures:
        print(each, flush=True)
        found.append(each)
    return found


def finished(options: argparse.Namespace, found: Iterable[Measured], runs: dict[str, Any]) -> int:
    """Write the report that is asked for; the exit status is 1 where a floor is missed."""
    kept = list(found)
    if options.out:
        told = {
            "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "machine": {"cores": spent.cores(), "system": platform.platform()},
            "python": platform.python_version(),
            "osteoniche": __version__,
            "options": {name: value for name, value in vars(options).items() if name != "out"},
            "figures": [each.as_json() for each in kept],
            "runs": runs,
        }
        options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(any(each.verdict in (targets.MISSED, targets.UNMEASURED) for each in kept))
