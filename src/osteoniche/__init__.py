"""Osteoniche: an interactive laboratory of bone metastasis, chemotherapy and Jagged1.

What a notebook or a script needs stands here, and is loaded when it is first used:

    import osteoniche as on
    on.simulate(on.preset("combination"))["tumour_cells"]
"""

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names for type checkers and editors
    from osteoniche.cohorts import along as along
    from osteoniche.cohorts import cohort as cohort
    from osteoniche.cohorts import plan as plan
    from osteoniche.drugs import DRUGS as DRUGS
    from osteoniche.engine.ensemble import Varied as Varied
    from osteoniche.engine.result import Result as Result
    from osteoniche.runs import compare as compare
    from osteoniche.runs import many as many
    from osteoniche.runs import why as why
    from osteoniche.scenario import Scenario as Scenario
    from osteoniche.scenario.presets import PRESETS as PRESETS
    from osteoniche.scenario.presets import preset as preset
    from osteoniche.scenario.treatments import given as given
    from osteoniche.study import simulate as simulate

try:
    __version__ = metadata.version("osteoniche")
except metadata.PackageNotFoundError:  # run from a checkout that was not installed
    __version__ = "0.2.0"

MODULES = {
    "DRUGS": "drugs",
    "PRESETS": "scenario.presets",
    "Result": "engine.result",
    "Scenario": "scenario",
    "Varied": "engine.ensemble",
    "along": "cohorts",
    "cohort": "cohorts",
    "compare": "runs",
    "given": "scenario.treatments",
    "many": "runs",
    "plan": "cohorts",
    "preset": "scenario.presets",
    "simulate": "study",
    "why": "runs",
}
"""Every public name, and the module that it is loaded from."""

__all__ = list(MODULES)


def __getattr__(name: str) -> Any:
    """A public name, loaded by its first use, so that `import osteoniche` itself takes no time."""
    if name not in MODULES:
        message = f"osteoniche has no {name!r}; it offers {', '.join(MODULES)}"
        raise AttributeError(message, name=name)
    value = getattr(import_module(f"osteoniche.{MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *MODULES})
