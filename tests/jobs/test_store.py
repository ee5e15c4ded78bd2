"""Long work where the vault keeps nothing: disk full, folder that can only be read, Redis full."""

import errno
import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.cache.stores import FileStore
from osteoniche.jobs import Jobs, LocalPool, State, Work, beside, driver
from osteoniche.jobs import store as places
from osteoniche.jobs.store import Store


class Redis:
    """A Redis that has no room: it answers what it has, and takes nothing (noeviction)."""

    def get(self, key: str) -> bytes | None:
        return None

    def set(self, key: str, value: bytes) -> bool:
        raise RuntimeError("OOM command not allowed when used memory > 'maxmemory'.")

    delete = acquire = set


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalPool]:
    pool = LocalPool(2)
    yield pool
    pool.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(str(tmp_path / "vault"), "science")


@pytest.fixture
def spare(tmp_path: Path) -> Vault:
    return Vault(str(tmp_path / "spare"), "jobs")


def work(folder: Path, number: int = 6, **given: int) -> Work:
    return Work(chunks.square, json.dumps({"folder": str(folder), **given}), number)


def squares(number: int) -> list[bytes]:
    return [str(each * each).encode() for each in range(number)]


def disk_full(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """No byte can be written below the vault's folder."""
    write = FileStore._write
    root = vault._location

    def full(store: FileStore, key: str, value: bytes, timeout: object) -> None:
        if store._path.startswith(root):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(store, key, value, timeout)

    monkeypatch.setattr(FileStore, "_write", full)


def read_only(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be made in the vault's folder, not even a lock."""
    acquire = FileStore.acquire
    root = vault._location

    def refused(store: FileStore, key: str) -> object:
        if store._path.startswith(root):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return acquire(store, key)

    disk_full(vault, monkeypatch)
    monkeypatch.setattr(FileStore, "acquire", refused)


def redis_full(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_store", Redis())


FAULTS = [disk_full, read_only, redis_full]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_it_is_computed_in_memory_and_any_process_gives_it(
    tmp_path, vault, spare, pool, monkeypatch, fault
):
    fault(vault, monkeypatch)
    wanted = work(tmp_path)
    here, there = Jobs(vault, pool, spare), Jobs(vault, pool, spare)
    assert here.finish(wanted, lambda progress: None).state is State.DONE
    assert there.follow(wanted).state is State.DONE
    assert there.results(wanted) == squares(6)
    assert chunks.marks(tmp_path) == dict.fromkeys(range(6), 1)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_where_there_is_no_memory_either_it_says_why_and_ends(
    tmp_path, vault, pool, monkeypatch, fault
):
    fault(vault, monkeypatch)
    jobs, wanted = Jobs(vault, pool), work(tmp_path)
    progress = jobs.finish(wanted, lambda each: None)
    assert (progress.state, progress.why) == (State.FAILED, driver.UNSTORED)
    assert jobs.follow(wanted) == progress  # and does not begin again for ever
    assert "goes on" not in progress.sentence()


def test_a_folder_that_is_removed_while_it_runs_costs_what_was_in_it(tmp_path, vault, spare, pool):
    wanted, jobs = work(tmp_path, 12, hold=6), Jobs(vault, pool, spare)
    removed = []

    def remove(progress):
        if progress.done >= 4 and not removed:
            removed.append(progress)
            (tmp_path / "vault").rename(tmp_path / "removed")
            (tmp_path / chunks.GO).touch()

    assert jobs.finish(wanted, remove).state is State.DONE
    assert removed
    assert jobs.results(wanted) == squares(12)
    assert set(chunks.marks(tmp_path).values()) == {1, 2}


def test_what_the_vault_takes_again_is_newer(vault, spare, monkeypatch):
    store = Store(vault, spare)
    with monkeypatch.context() as fault:
        disk_full(vault, fault)
        assert store.put("key", b"older")
        assert store.get("key") == b"older"
    vault._writing.succeeded()  # its pause is over
    assert store.put("key", b"newer")
    assert store.get("key") == b"newer"
    assert vault.get("key") == b"newer"
    assert spare.get("key") is None


def test_a_process_that_was_forked_shares_the_place_and_does_not_remove_it():
    place = beside()
    assert place is not None
    folder = Path(place._location)
    place.put("key", b"one")
    child = multiprocessing.get_context("fork").Process(
        target=lambda: (place.put("key", b"two"), places._remove(str(folder), 0))
    )
    child.start()
    child.join()
    assert child.exitcode == 0
    assert place.get("key") == b"two"
    assert folder.stat().st_mode & 0o077 == 0
    places._remove(str(folder), os.getpid())
    assert not folder.exists()


def test_no_place_is_no_place(monkeypatch):
    def fail(**given: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(places.tempfile, "mkdtemp", fail)
    assert beside() is None
