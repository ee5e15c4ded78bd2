"""`make load`: a lecture hall asks the server as its pages do; R1 to R9, each with a verdict."""

import argparse
import asyncio
import datetime
import json
import platform
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks import served, spent, targets
from benchmarks.hall import browser, costs
from benchmarks.hall.asked import Asked
from benchmarks.hall.run import Hall, Outcome, filled, warm
from benchmarks.hall.told import holds, in_a_hall, overloaded, report, table
from benchmarks.served import SERVE, browsing, redis, running
from benchmarks.targets import HEADING, Measured
from osteoniche import __version__
from osteoniche.web.pages.explore import live

CODES = tuple(f"R{number}" for number in range(1, 10))
PLAIN = (
    *(sys.executable, "-m", "gunicorn", "--config", "python:benchmarks"),  # not that of the page
    *(
        "--bind",
        "127.0.0.1:{port}",
        "--worker-class",
        "sync",
        "--preload",
        "benchmarks.plain:server",
    ),
)
STUDENTS_AT_MOST = 1000
"""Of an overload: more would be a hall of generators."""


def main(words: Sequence[str]) -> int:
    """Measure what is asked for; status 1 where a floor is missed."""
    options = _options(words)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a connection is a file
    print(HEADING, flush=True)
    found, outcomes = [], {}
    for each in _measured(options, outcomes):
        print(each, flush=True)
        found.append(each)
    for name, outcome in outcomes.items():
        print(f"\n{name}\n{table(outcome)}")
    if options.out:
        options.out.write_text(json.dumps(_report(options, found, outcomes), indent=1) + "\n")
    return int(any(each.verdict in (targets.MISSED, targets.UNMEASURED) for each in found))


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long drags begin")
    parser.add_argument("--cache", choices=["folder", "redis"], default="folder")
    parser.add_argument(
        "--mode", choices=["page", "open"], default="page",
        help="page: one request under way, the newest waits; open: all updates of a drag are sent",
    )  # fmt: skip
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--new", dest="new", action="store_true", help="nothing was asked before")
    kind.add_argument("--remembered", dest="new", action="store_false", help="everything was")
    parser.add_argument("--only", nargs="+", choices=CODES, default=CODES, metavar="R")
    parser.add_argument("--out", type=Path, help="a file for all figures, as JSON")
    parser.set_defaults(new=True)
    return parser.parse_args(words)


@contextmanager
def serving(cache: str) -> Iterator[str]:
    """The address of a server as `make serve` starts it, with nothing remembered."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        place = stack.enter_context(redis(folder)) if cache == "redis" else f"{folder}/results"
        own = {"OSTEONICHE_CACHE": place, "XDG_CACHE_HOME": served.compiled()}
        address = stack.enter_context(running(*SERVE, caches=folder, **own))
        spent.settle()
        yield address


def _measured(options: argparse.Namespace, outcomes: dict[str, Outcome]) -> Iterator[Measured]:
    """Every figure that is asked for; runs of halls are put among the outcomes."""
    wanted = set(options.only)
    with serving(options.cache) as address:
        with browsing() as page:
            asked, first = browser.opened(page, address)
            yield from (each for each in first if "R7" in wanted)
            if "R5" in wanted:
                yield from browser.drags(page, address)
            if "R3" in wanted:
                yield from browser.steps(page, address)
        if not options.new:
            asyncio.run(warm(asked, address))
        if wanted & {"R2", "R6"}:
            found = asyncio.run(costs.moves(asked, address))
            yield from (each for each in found if each.target.code in wanted)
        if wanted & {"R1", "R8", "R9"}:
            yield from _halls(options, wanted, asked, address, outcomes)
        if "R4" in wanted:
            yield asyncio.run(_share(options, asked, address))


def _halls(
    options: argparse.Namespace,
    wanted: set[str],
    asked: Asked,
    address: str,
    outcomes: dict[str, Outcome],
) -> Iterator[Measured]:
    hall = Hall(options.students, options.seconds, options.new, options.mode == "page")
    usual = asyncio.run(filled(hall, asked, address))
    outcomes[f"{hall.students} students"] = usual
    if "R1" in wanted:
        yield from in_a_hall(usual)
    if not wanted & {"R8", "R9"}:
        return
    capacity = min(holds(usual), STUDENTS_AT_MOST // 2)
    full, twice = (
        asyncio.run(filled(Hall(students, hall.seconds / 2, hall.new), asked, address))
        for students in (capacity, 2 * capacity)
    )
    outcomes[f"as many as it holds: {capacity} students"] = full
    outcomes[f"twice as many: {2 * capacity} students"] = twice
    yield from (each for each in overloaded(usual, full, twice) if each.target.code in wanted)


async def _share(options: argparse.Namespace, asked: Asked, address: str) -> Measured:
    """R4: beside a plain Flask route with as many processes."""
    body = await costs.bodies(asked, address, new=options.new)
    ours, cost = await costs.rate(address, asked.prefix + live.PATH, body)
    with tempfile.TemporaryDirectory() as folder:
        compiled = {"XDG_CACHE_HOME": served.compiled()}
        cores = ("--workers", str(spent.cores()))
        with running(*PLAIN, *cores, caches=folder, **compiled) as plain:
            await costs.rate(plain, "/", body, costs.SECONDS / 3)  # each knows what is remembered
            theirs, bare = await costs.rate(plain, "/", body)
    kind = "new" if options.new else "remembered"
    note = f"{kind}: {ours:.0f} of {theirs:.0f}/s, of processors {cost:.1f} and {bare:.1f} ms each"
    return Measured(targets.SHARE, 100 * ours / theirs, note)


def _report(
    options: argparse.Namespace, found: Sequence[Measured], outcomes: dict[str, Outcome]
) -> dict[str, Any]:
    asked = {name: str(value) for name, value in vars(options).items() if name != "out"}
    return {
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "machine": {"cores": spent.cores(), "system": platform.platform()},
        "python": platform.python_version(),
        "osteoniche": __version__,
        "options": asked,
        "figures": [each.as_json() for each in found],
        "runs": {name: report(outcome) for name, outcome in outcomes.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
