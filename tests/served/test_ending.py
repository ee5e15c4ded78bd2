"""A server that ends stops its long work at once: others see it, and need not wait for it."""

import json
import os
import signal
import time
from typing import Any

import pytest
from tests.served.servers import alone, serve
from tests.web.bodies import legitimate
from tests.web.browsers import page

from osteoniche.analysis.surface import POINTS, Surface, chunk
from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.jobs import State, Work, board
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.surface import ids as surface_ids

SURFACE = Surface(preset("combination"), POINTS[-1])
WORK = Work(chunk, SURFACE.spec, SURFACE.chunks)
PATIENCE = 300.0


def wish() -> Any:
    """The body of a request for the surface."""
    place = f"{surface_ids.WORK.request}.data"
    bodies = legitimate(page(lambda scenario: None))  # type: ignore[arg-type, return-value]
    body = next(each for each in bodies if surface_ids.WORK.bar in json.dumps(each["outputs"]))
    for given in body["inputs"]:
        if given["id"] == surface_ids.WORK.request:
            given["value"] = {
                "query": address.encode(SURFACE.scenario),
                "points": SURFACE.points,
                "wish": "mine",
            }
    return body | {"changedPropIds": [place]}


@pytest.mark.parametrize("start", [serve, alone], ids=["gunicorn", "app.py"])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["terminated", "interrupted"])
def test_its_work_is_stopped_when_it_is_gone(tmp_path, start, how):
    records = board.Board(Vault(str(tmp_path), compiled.fingerprint()))
    with start(tmp_path) as server:
        assert server.ask("POST", "_dash-update-component", wish()).status == 200
        deadline = time.monotonic() + PATIENCE
        while not ((now := records.read(WORK)) and now.state is State.RUNNING and now.done):
            assert time.monotonic() < deadline, now
            records.look(WORK)  # as a visitor does, or it would stop by itself
            time.sleep(0.2)
        os.kill(server.process.pid, how)
        assert server.process.wait(60) == 0, server.log
        stopped = records.read(WORK)
        assert "Traceback" not in server.log, server.log
    assert stopped is not None
    assert stopped.state is State.STOPPED
    assert 0 < stopped.done < WORK.chunks
