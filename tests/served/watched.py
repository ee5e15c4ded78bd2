"""The application as gunicorn serves it, with simulations that take time and are counted.

Two files of the folder OSTEONICHE_CACHE steer and tell: `seconds`, how long each takes; `tally`,
a line for each, with its process and its scenario.
"""

import os
import time
from pathlib import Path

from osteoniche import study
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.web import serving

FOLDER = Path(os.environ["OSTEONICHE_CACHE"])


def watched(scenario: Scenario) -> Result:
    """Busy for so many seconds, then the result."""
    with (FOLDER / "tally").open("a") as tally:
        tally.write(f"{os.getpid()} {scenario.key()}\n")
    end = time.monotonic() + float((FOLDER / "seconds").read_text())
    while time.monotonic() < end:
        pass  # at work, as a simulation is: asleep it would leave its core to others
    return study.simulate(scenario)


serving.simulate = watched

from app import server  # noqa: E402, F401
