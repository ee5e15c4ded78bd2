"""The whole calibration as one problem, with or without a study, and the marks of what it used."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from osteoniche import __version__
from osteoniche.calibration.experiments import EXPERIMENTS
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.story import STORY, ZHENG
from osteoniche.calibration.terms import Experiment
from osteoniche.calibration.unknowns import OWN, VARIANTS, Unknown, held, of_experiment, shared
from osteoniche.evidence import observations

TOGETHER = {ZHENG.study: (ZHENG.study, STORY.study)}
"""Studies that can only be left out together: the story is what its paper claims."""
EQUATIONS = (
    "quantity.py", "maths.py", "pharmacokinetics.py", "effects.py", "system.py", "models", "drugs",
)  # fmt: skip
"""What decides a curve, apart from the parameter sets."""


def studies() -> tuple[str, ...]:
    """The studies that can be left out: all that have rows."""
    named = (one.study for one in EXPERIMENTS if one.study != STORY.study)
    return tuple(dict.fromkeys(named))


def experiments(without: str | None = None) -> tuple[Experiment, ...]:
    """All experiments, or all but those of a study."""
    left_out = TOGETHER.get(without or "", (without,))
    return tuple(one for one in EXPERIMENTS if one.study not in left_out)


def of_study(study: str) -> tuple[Experiment, ...]:
    """The experiments of a study."""
    return tuple(one for one in EXPERIMENTS if one.study == study)


def unknowns(variant: str, used: Sequence[Experiment]) -> tuple[Unknown, ...]:
    """The shared unknowns of a variant, then those of each experiment."""
    return (*shared(variant), *(unknown for one in used for unknown in of_experiment(one)))


def problem(variant: str, without: str | None = None, threads: int | None = None) -> Problem:
    """The calibration of a variant, without the rows of a study if one is named."""
    used = experiments(without)
    return Problem(used, unknowns(variant, used), held(variant), threads=threads)


@lru_cache(maxsize=1)
def fingerprints() -> dict[str, str]:
    """Marks of the rows, of the experiments as they are declared, and of the equations."""
    table = observations()
    used = sorted({name for one in EXPERIMENTS for term in one.terms for name in term.rows})
    rows = [[name, table[name].value, table[name].lower, table[name].upper, table[name].days]
            for name in used]  # fmt: skip
    declared = [repr((one.name, one.study, one.arms, one.terms, one.own, one.light, one.told_by))
                for one in EXPERIMENTS]  # fmt: skip
    declared += [repr([shared(name) for name in VARIANTS]), repr(OWN)]
    return {
        "rows": _mark(json.dumps(rows)),
        "experiments": _mark("\n".join(declared)),
        "equations": _mark(_equations()),
        "version": __version__,
    }


def _equations() -> str:
    here = Path(__file__).parent.parent
    texts = []
    for name in EQUATIONS:
        found = here / name
        files = sorted(found.glob("*.py")) if found.is_dir() else [found]
        texts += [file.read_text(encoding="utf-8") for file in files]
    return "\0".join(texts)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def spec(**fields: Any) -> str:
    """What a chunk of long work is about, as canonical text that changes with all that it used."""
    return json.dumps({**fields, "marks": fingerprints()}, sort_keys=True)
