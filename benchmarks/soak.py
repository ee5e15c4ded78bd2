"""`make soak`: very many requests of all kinds; R24, and R1 to R9 of the server afterwards."""

import argparse
import asyncio
import itertools
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks import spent, targets
from benchmarks.hall.asked import Asked, recorded
from benchmarks.hall.figures import Figures
from benchmarks.hall.mix import SHARES, Mix
from benchmarks.hall.run import Hall
from benchmarks.hall.seen import LATER, LOST, REFUSED, WRONG, Seen
from benchmarks.hall.session import finished, parser, printed, serving
from benchmarks.hall.soaking import Soak, soaked
from benchmarks.hall.student import Student
from benchmarks.hall.told import report, table
from benchmarks.page import DIALS
from benchmarks.served import browsing
from benchmarks.targets import Measured

FILLS = 50_000
"""Requests of which the first tenth fills most of what workers hold in memory. After fewer, what
still comes to be held looks like growth."""


def main(words: Sequence[str]) -> int:
    """Ask for very long; status 1 where a floor is missed."""
    options = _options(words)
    with serving(options.cache, **_replacing(options.replace)) as address:
        with browsing() as page:
            asked = recorded(page, address)
        soak = asyncio.run(soaking(asked, address, options.requests))
        print(_kinds(soak), _memory(soak), sep="\n\n", end="\n\n")
        figures = Figures(options, address)
        found = printed(itertools.chain(judged(soak), figures.all()))
    for name, outcome in figures.outcomes.items():
        print(f"\n{name}\n{table(outcome)}")
    runs = {name: report(outcome) for name, outcome in figures.outcomes.items()}
    return finished(options, found, runs | {"soak": _report(soak)})


def _options(words: Sequence[str]) -> argparse.Namespace:
    made = parser("make soak", __doc__ or "")
    made.add_argument("--requests", type=int, default=100_000)
    replace = "requests after which each worker is replaced; by default as `make serve` does"
    made.add_argument("--replace", type=int, help=replace)
    return made.parse_args(words)


def _replacing(after: int | None) -> dict[str, str]:
    if after is None:
        return {}
    words = f"--max-requests {after} --max-requests-jitter {after // 10}"
    return {"GUNICORN_CMD_ARGS": words}


async def soaking(asked: Asked, address: str, requests: int) -> Soak:
    """The soak, as of one page that was opened."""
    dial = next(iter(DIALS))
    student = Student(asked, address, dial, Hall(1, 0.0).values(dial), Seen())
    await student.open()
    student.close()
    return await soaked(Mix(asked, student.shown), address, requests)


def judged(soak: Soak) -> Iterator[Measured]:
    """R24: memory, answers and speed at the end as before."""
    seen, workers = soak.seen, soak.workers
    growths = [each.growth for each in workers if each.growth is not None]
    replaced = max(0, len(workers) - spent.cores())
    short = "" if soak.requests >= FILLS else f"; fewer than {FILLS} requests do not fill memory"
    note = f"of {len(growths)} workers{short}"
    yield Measured(targets.GROWTH, max(growths, default=float("nan")), note)
    note = f"of {len(soak.first)}" + "".join(f"; number {each}" for each in soak.different[:3])
    yield Measured(targets.SAME, len(soak.different), note)
    begun, ended = soak.drift
    drift = 100 * (ended.p95 / begun.p95 - 1)
    yield Measured(targets.DRIFT, drift, f"{begun.p95:.1f} ms, then {ended.p95:.1f} ms")
    broken = sum(each.ending in (LOST, WRONG) for each in seen.samples)
    note = f"of {soak.requests}; {replaced} workers were replaced meanwhile"
    yield Measured(targets.BROKEN, broken, note)


def _kinds(soak: Soak) -> str:
    """A line for each kind of request, milliseconds from when it was sent."""
    rate = soak.requests / soak.seconds
    head = "".join(f"{name:>9}" for name in ("p50", "p95", "p99", "slowest"))
    ends = (LATER, REFUSED, LOST, WRONG)
    lines = [f"{'':<22}{'answered':>9}{head}" + "".join(f"{end:>9}" for end in ends)]
    for kind in SHARES:
        times = soak.seen.served(kind)
        spread = (times.p50, times.p95, times.p99, times.slowest)
        counts = [len(soak.seen.of(kind, end)) for end in ends]
        lines.append(
            f"{kind:<22}{times.count:>9}"
            + "".join(f"{value:>9.1f}" for value in spread)
            + "".join(f"{count:>9}" for count in counts)
        )
    lines.append(f"{soak.requests} requests in {soak.seconds:.0f} s, {rate:.0f} a second.")
    lines += [f"{count} x {what}" for what, count in soak.seen.problems.most_common()]
    return "\n".join(lines)


def _memory(soak: Soak) -> str:
    """A line for each worker: RSS / PSS in MB at its first look, once warm, and at its last."""
    lines = [f"{'worker':>8}{'from':>9}{'to':>9}{'start':>14}{'warm':>14}{'end':>14}{'growth':>8}"]
    for each in soak.workers:
        places = (each.start, each.warm, each.end)
        texts = ["-" if place is None else f"{place[0]:.0f} / {place[1]:.0f}" for place in places]
        growth = "-" if each.growth is None else f"{each.growth:.1f}"
        asked = "".join(f"{number:>9}" for number in each.asked)
        memory = "".join(f"{text:>14}" for text in texts)
        lines.append(f"{each.number:>8}{asked}{memory}{growth:>8}")
    return "\n".join([*lines, "Memory in MB, RSS / PSS; from and to are numbers of requests."])


def _report(soak: Soak) -> dict[str, Any]:
    kinds = {kind: soak.seen.served(kind).as_json() for kind in SHARES}
    return {
        "requests": soak.requests,
        "seconds": round(soak.seconds, 1),
        "kinds": kinds,
        "workers": [vars(each) for each in soak.workers],
        "different": soak.different,
        "problems": dict(soak.seen.problems),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
