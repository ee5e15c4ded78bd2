"""A calibration in stages of long work: starts, fits without each study, profiles, draws.

Each stage is chunks, functions of plain data and a number, so that whoever runs them can show
progress, stop and go on.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from osteoniche.calibration import choice, fit, left_out, parameter_set, profiles, sampling
from osteoniche.calibration.unknowns import VARIANTS, shared
from osteoniche.calibration.whole import studies
from osteoniche.errors import Problem

SEED = 2026
STARTS = 4
STARTS_AT_MOST = 50
SEED_AT_MOST = 2**32 - 1


@dataclass(frozen=True)
class Stage:
    """Chunks to be computed: `chunk(spec, number)` for each number below `chunks`."""

    label: str
    chunk: Callable[[str, int], bytes]
    spec: str
    chunks: int


def problems(starts: int, seed: int) -> list[Problem]:
    """What is wrong with what is asked for."""
    found = []
    if not 1 <= starts <= STARTS_AT_MOST:
        found.append(Problem("--starts", starts, f"give 1 to {STARTS_AT_MOST}"))
    if not 0 <= seed <= SEED_AT_MOST:
        found.append(Problem("--seed", seed, f"give 0 to {SEED_AT_MOST}"))
    return found


def run(starts: int, seed: int) -> Generator[Stage | str, list[bytes], None]:
    """The stages, each answered with its chunks' results; what comes last is the file's text."""
    found = yield Stage(
        f"1 of 4: {starts} starts of each of {len(VARIANTS)} variants",
        fit.chunk,
        fit.work_spec(starts, seed),
        starts * len(VARIANTS),
    )
    fits = [fit.from_bytes(data) for data in found]
    close = choice.contenders(fits, starts)
    found = yield Stage(
        f"2 of 4: without each study in turn, {len(close)} variants whose cost can hardly tell",
        left_out.chunk,
        left_out.work_spec(close),
        len(close) * len(studies()),
    )
    predicted = [left_out.from_bytes(data) for data in found]
    each = len(studies())
    unseen = {name: predicted[i * each : (i + 1) * each] for i, name in enumerate(close)}
    variant = choice.chosen(unseen)
    begun = choice.by_variant(fits, starts)
    best = fit.best(begun[variant])
    found = yield Stage(
        f"3 of 4: TGF-beta acts on {variant}; how each constant is seen by the data",
        profiles.chunk,
        profiles.work_spec(variant, best.vector),
        len(shared(variant)),
    )
    profiled = [profiles.from_bytes(data) for data in found]
    found = yield Stage(
        "4 of 4: draws",
        sampling.chunk,
        sampling.work_spec(variant, best.vector, best.covariance, seed),
        sampling.CHUNKS,
    )
    rows, story = (sampling.drawn(found, seed, whose) for whose in sampling.WEIGHTS)
    made = parameter_set.assembled(variant, begun, seed, profiled, unseen, (rows, story))
    yield parameter_set.as_json(made)
