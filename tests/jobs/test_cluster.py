"""The same chunks on a Dask cluster of two workers, one of which is killed: the same answer."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.jobs import Cluster, Jobs, LocalPool, Progress, State, Work, pool

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Running:
    """A scheduler and two workers, each a process."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._stack, self._said = stack, folder
        self._file = folder / "scheduler.json"
        self.scheduler = self._run(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        end = time.monotonic() + PATIENCE
        while not self._file.exists():
            assert time.monotonic() < end, "the scheduler does not start"
            time.sleep(0.05)
        once = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        self.workers = [self._run("worker", *once, "--name", name) for name in ("one", "two")]
        self.address = json.loads(self._file.read_text())["address"]

    def _run(self, *command: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--scheduler-file", str(self._file)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for both tests: the first takes a worker away, the last its scheduler."""
    with ExitStack() as stack:
        yield Running(tmp_path_factory.mktemp("cluster"), stack)


def both(workers: Cluster) -> None:
    end = time.monotonic() + PATIENCE
    while workers.width < 2:
        assert time.monotonic() < end, "the workers do not come"
        time.sleep(0.1)


def work(folder: Path, number: int = 30) -> Work:
    folder.mkdir()
    spec = json.dumps({"folder": str(folder), "seconds": 0.2})
    return Work(chunks.square, spec, number)


def test_a_cluster_that_loses_a_worker_gives_what_this_machine_gives(tmp_path, cluster):
    workers = Cluster(cluster.address)
    both(workers)
    jobs = Jobs(Vault(str(tmp_path / "vault"), "science"), workers)
    wanted = work(tmp_path / "there")

    def kill_one(progress: Progress) -> None:
        if progress.done >= 4:
            cluster.workers[0].kill()

    assert jobs.finish(wanted, kill_one).state is State.DONE
    workers.close()
    ran = {path.read_text().split()[0] for path in (tmp_path / "there").glob("ran-*")}
    assert len(ran) == 2  # both did some of it
    assert cluster.workers[0].poll() is not None

    local = LocalPool(2)
    here = Jobs(Vault(str(tmp_path / "other"), "science"), local)
    same = work(tmp_path / "here")
    assert here.finish(same, lambda progress: None).state is State.DONE
    local.close()
    assert jobs.results(wanted) == here.results(same)


def test_a_scheduler_that_is_killed_is_told_in_words(tmp_path, cluster, monkeypatch, caplog):
    monkeypatch.setattr("osteoniche.jobs.pool.CONNECTING", 1)
    workers = Cluster(cluster.address)
    jobs = Jobs(Vault(str(tmp_path / "vault"), "science"), workers)
    wanted = work(tmp_path / "there")

    def kill_it(progress: Progress) -> None:
        if progress.done >= 2:
            cluster.scheduler.kill()

    progress = jobs.finish(wanted, kill_it)
    assert (progress.state, progress.why) == (State.FAILED, pool.NO_CLUSTER)
    assert 0 < progress.done < 30
    again = jobs.finish(wanted, lambda each: None)
    assert (again.state, again.why) == (State.FAILED, pool.NO_CLUSTER)
    assert cluster.address in caplog.text  # for who runs the server
    workers.close()


def test_no_cluster_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("osteoniche.jobs.pool.CONNECTING", 1)
    jobs = Jobs(Vault(str(tmp_path / "vault"), "science"), Cluster("tcp://127.0.0.1:9"))
    progress = jobs.finish(work(tmp_path / "none"), lambda each: None)
    assert progress.state is State.FAILED
    assert progress.why == pool.NO_CLUSTER
