"""The application as gunicorn serves it, with simulations that take time and are counted.

Two files of the folder OSTEONICHE_CACHE steer and tell: `seconds`, how long each takes, those at
work included; `tally`, a line for each, with its process and its scenario. While there is a file
`held`, those that are dear do not end. Who waits for a turn
waits WATCHED_PATIENCE seconds, where that is set: a busy machine must not decide who is refused.
"""

import os
import time
from functools import partial
from pathlib import Path

from osteoniche import study
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario
from osteoniche.web import computing
from osteoniche.web.edge import health, weight

FOLDER = Path(os.environ["OSTEONICHE_CACHE"])


def watched(scenario: Scenario) -> Result:
    """Busy for so many seconds, then the result."""
    with (FOLDER / "tally").open("a") as tally:
        tally.write(f"{os.getpid()} {scenario.key()}\n")
    while weight.is_dear(scenario) and (FOLDER / HELD).exists():
        time.sleep(LOOKS_EVERY)
    begun = time.monotonic()
    while time.monotonic() < begun + float((FOLDER / "seconds").read_text()):
        looked = time.monotonic()
        while time.monotonic() < looked + LOOKS_EVERY:
            pass  # at work, as a simulation is: asleep it would leave its core to others
    return study.simulate(scenario)


HELD = "held"
"""The name of the file that holds what is dear."""
LOOKS_EVERY = 0.05
"""Seconds after which one at work looks how long it takes."""
PATIENCE = float(os.environ.get("WATCHED_PATIENCE", health.PATIENCE))

computing.simulate = watched
computing.Line = partial(health.Line, patience=PATIENCE)

from app import server  # noqa: E402, F401
