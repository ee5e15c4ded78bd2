"""A worker that is replaced hands its long work on: the visitor clicks nothing."""

import json
import os
import signal
import time

from tests.served.servers import PATIENCE, serve
from tests.web.bodies import legitimate
from tests.web.browsers import page

from osteoniche.analysis.surface import POINTS, Surface, chunk
from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.jobs import Work
from osteoniche.jobs.board import Board
from osteoniche.jobs.store import Store
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.surface import ids

SURFACE = Surface(preset("combination"), POINTS[-1])
WORK = Work(chunk, SURFACE.spec, SURFACE.chunks)
STARTS, LOOKS = f"{ids.WORK.request}.data", f"{ids.WORK.tick}.n_intervals"


def body(cause):
    """What the page sends that wants the surface, for a press or a look."""
    bodies = legitimate(page(lambda scenario: None))
    found = next(each for each in bodies if ids.WORK.bar in json.dumps(each["outputs"]))
    for given in found["inputs"]:
        if given["id"] == ids.WORK.request:
            query = address.encode(SURFACE.scenario)
            given["value"] = {"query": query, "points": SURFACE.points, "wish": "mine-1"}
    return found | {"changedPropIds": [cause]}


def test_long_work_outlives_the_workers_that_drive_it(tmp_path):
    records = Board(Store(Vault(str(tmp_path), compiled.fingerprint())))
    start, look = body(STARTS), body(LOOKS)
    told = []

    def seen(done):
        """Look as the page does until so many parts are there."""
        deadline = time.monotonic() + PATIENCE
        while (now := records.read(WORK)) is None or now.done < done or not now.active:
            assert time.monotonic() < deadline, now
            answer = server.ask("POST", "_dash-update-component", look)
            assert answer.status == 200, answer.body
            response = json.loads(answer.body)["response"]
            told.append(response[ids.WORK.status]["children"])
            assert response[ids.WORK.tick]["disabled"] is False, told[-1]
            time.sleep(0.1)
        return now.done

    with serve(tmp_path) as server:
        assert server.ask("POST", "_dash-update-component", start).status == 200
        done = seen(1)
        first = server.workers()
        for worker in first:  # as when they have had their requests
            os.kill(worker, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while first & server.workers():
            assert time.monotonic() < deadline, server.log
            time.sleep(0.05)
        assert seen(done + 6) < SURFACE.chunks  # more than was under way
    assert not [words for words in told if "Stopped" in words or "lost" in words]
