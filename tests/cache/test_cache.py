"""The cache computes once, never mixes versions, never unpickles, and never costs an answer."""

import errno
import hashlib
import json
import logging
import os
import pickle
import shutil
import signal
import socket
import socketserver
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask
import pytest

from osteoniche.cache import ResultCache, Vault, fuse, results, stores
from osteoniche.cache.recent import Recent
from osteoniche.cache.stores import FileStore, RedisStore

SCIENCE = "science-1"
CURVE = [1.0, 0.5, 0.25]
PATIENCE = 120.0
"""Seconds after which a test gives up; no machine is so busy."""


def encode(value: list[float]) -> bytes:
    return json.dumps(value).encode()


def decode(data: bytes) -> list[float]:
    value = json.loads(data)
    if not isinstance(value, list):
        raise ValueError("not a curve")
    return value


class Remembering(ResultCache[list[float]]):
    """A cache of curves, with the vault that it keeps them in."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault, encode, decode)
        self.vault = vault
        self.followers = threading.Semaphore(0)

    def _follow(self, *given: Any) -> list[float]:
        self.followers.release()
        return super()._follow(*given)

    def await_followers(self, count: int) -> None:
        """Wait until so many threads wait for the computation of another."""
        for _ in range(count):
            assert self.followers.acquire(timeout=PATIENCE)


def make(location: object, fingerprint: str = SCIENCE, **options: Any) -> Remembering:
    return Remembering(Vault(str(location), fingerprint, **options))


class Clock:
    """Stands in for the module `time` where pauses are measured; goes on when it is told."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the fuse."""
    stands = Clock()
    monkeypatch.setattr(fuse, "time", stands)
    return stands


class Work:
    """A computation that counts how often it ran."""

    def __init__(self, value: list[float] = CURVE, seconds: float = 0.0) -> None:
        self.value, self.seconds, self.runs = value, seconds, 0

    def __call__(self) -> list[float]:
        self.runs += 1
        time.sleep(self.seconds)
        return list(self.value)


def in_threads(count: int, action: Callable[[], Any]) -> list[Any]:
    """What `action`, or the exception that it raised, gave in each of `count` threads at once."""
    start = threading.Barrier(count)
    answers: list[Any] = []

    def run() -> None:
        start.wait()
        try:
            answers.append(action())
        except BaseException as error:  # noqa: BLE001 (it is the answer)
            answers.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def entry_file(folder: Path, key: str, fingerprint: str = SCIENCE) -> Path:
    """Where the entry of `key` is: the one place where the tests know the format."""
    return folder / fingerprint / hashlib.sha256(entry_name(key, fingerprint).encode()).hexdigest()


def entry_name(key: str, fingerprint: str = SCIENCE) -> str:
    return f"{fingerprint}:{hashlib.sha256(key.encode()).hexdigest()}"


def entries(folder: Path, fingerprint: str = SCIENCE) -> list[Path]:
    return [path for path in (folder / fingerprint).iterdir() if len(path.name) == 64]


def sealed(key: str, data: bytes) -> bytes:
    """A file with `data` in which all but the data is right."""
    checksum = hashlib.sha256(entry_name(key).encode() + b"\0" + data).digest()
    return struct.pack("<I", int(time.time()) + 1000) + checksum + data


@pytest.fixture(autouse=True)
def no_traces(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No test of trouble may end in a trace in the log, neither ours nor of a library."""
    yield
    assert not [record for record in caplog.records if record.exc_info]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]


# --- Remembering -------------------------------------------------------------------------------


def test_computes_once_and_another_cache_on_the_folder_knows(tmp_path: Path) -> None:
    work, cache = Work(), make(tmp_path)
    assert cache.remember("key", work) == CURVE
    assert cache.remember("key", work) == CURVE
    assert make(tmp_path).remember("key", work) == CURVE
    assert work.runs == 1
    assert cache.remember("other key", Work([2.0])) == [2.0]


def test_what_is_known_is_there_at_once_and_nothing_is_computed(tmp_path: Path) -> None:
    cache = make(tmp_path)
    assert cache.known("curve") is None
    cache.remember("curve", lambda: CURVE)
    assert cache.known("curve") == make(tmp_path).known("curve") == CURVE
    assert cache.known("other") is None


def test_is_an_extension_of_the_server(tmp_path: Path) -> None:
    server, cache, work = flask.Flask("server"), make(tmp_path), Work()
    cache.vault.init_app(server)
    (store,) = server.extensions["cache"].values()
    assert isinstance(store, FileStore)
    with flask.Flask("another").app_context():
        cache.remember("key", work)
    with server.app_context():
        cache.remember("key", work)
    assert work.runs == 1


def test_a_value_that_is_not_to_be_kept_is_returned_only(tmp_path: Path) -> None:
    work, cache = Work(), make(tmp_path)
    for _ in range(2):
        assert cache.remember("key", work, keep=lambda value: value != CURVE) == CURVE
    assert work.runs == 2
    assert not entries(tmp_path)


def test_two_versions_of_the_science_never_share(tmp_path: Path) -> None:
    old, new = make(tmp_path, "v1"), make(tmp_path, "v2")
    assert old.remember("key", Work([20.0])) == [20.0]
    assert new.remember("key", Work([30.0])) == [30.0]
    assert old.remember("key", Work([99.0])) == [20.0]
    # Neither when somebody copies the folder, nor when he renames its files as well.
    for moved in (entry_file(tmp_path, "key", "v1").name, entry_file(tmp_path, "key", "v2").name):
        shutil.copy(entry_file(tmp_path, "key", "v1"), tmp_path / "v2" / moved)
    assert new.remember("key", Work([30.5])) == [30.5]


def test_a_folder_and_its_files_are_private(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("file modes are those of POSIX")
    before = os.umask(0)
    try:
        make(tmp_path / "deep" / "place").remember("key", Work())
    finally:
        os.umask(before)
    folder = tmp_path / "deep" / "place" / SCIENCE
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry_file(folder.parent, "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("fingerprint", ["", "..", ".hidden", "a/b", "a" * 129, "a b", "a\n"])
def test_a_fingerprint_is_the_name_of_a_folder(tmp_path: Path, fingerprint: str) -> None:
    with pytest.raises(ValueError, match="the fingerprint is"):
        make(tmp_path, fingerprint)


def test_an_entry_does_not_live_for_ever(tmp_path: Path) -> None:
    work, cache = Work(), make(tmp_path)
    cache.remember("key", work)
    path = entry_file(tmp_path, "key")
    (expires,) = struct.unpack("<I", path.read_bytes()[:4])
    assert expires == pytest.approx(time.time() + 30 * 24 * 3600, abs=60)
    path.write_bytes(struct.pack("<I", int(time.time()) - 1) + path.read_bytes()[4:])
    cache.remember("key", work)
    cache.remember("key", work)
    assert work.runs == 2


# --- In memory ---------------------------------------------------------------------------------


def holding(folder: Path, memory: int) -> tuple[ResultCache[tuple[float, ...]], list[bytes]]:
    """A cache of what nobody can change, and the bytes that it decoded."""
    decoded: list[bytes] = []

    def read(data: bytes) -> tuple[float, ...]:
        decoded.append(data)
        return tuple(decode(data))

    return ResultCache(Vault(str(folder), SCIENCE), encode, read, memory), decoded


def numbered(number: int) -> tuple[float, ...]:
    return (float(number),)


def test_what_was_used_lately_is_decoded_once(tmp_path: Path) -> None:
    make(tmp_path).remember("key", Work())
    cache, decoded = holding(tmp_path, 1000)
    answers = [cache.remember("key", Work) for _ in range(10)]
    assert answers == [tuple(CURVE)] * 10
    assert len(decoded) == 1
    assert len({id(answer) for answer in answers}) == 1


def test_what_is_in_memory_needs_no_vault(tmp_path: Path) -> None:
    cache, decoded = holding(tmp_path / "cache", 1000)
    first = cache.remember("key", lambda: numbered(1))
    entry_file(tmp_path / "cache", "key").write_bytes(b"garbage")
    assert cache.remember("key", lambda: numbered(2)) is first
    shutil.rmtree(tmp_path / "cache")
    assert cache.remember("key", lambda: numbered(2)) is first
    assert not decoded


def test_what_is_not_to_be_kept_is_not_in_memory_either(tmp_path: Path) -> None:
    cache, _ = holding(tmp_path, 1000)
    for number in (1, 2):
        assert cache.remember("key", lambda n=number: numbered(n), keep=lambda _: False) == (
            number,
        )


def test_memory_holds_what_was_used_last_and_no_more_than_it_may(tmp_path: Path) -> None:
    size = len(encode(list(numbered(0))))
    cache, decoded = holding(tmp_path, 3 * size)
    for number in (0, 1, 2, 0, 3):  # 1 was not used for longest
        cache.remember(f"key {number}", lambda n=number: numbered(n))
    for number in (0, 2, 3):
        assert cache.remember(f"key {number}", Work) == numbered(number)
    assert not decoded
    assert cache.remember("key 1", Work) == numbered(1)
    assert len(decoded) == 1


def test_what_is_larger_than_memory_is_not_held() -> None:
    held = Recent[str](10)
    held.put("small", "a", 10)
    held.put("large", "b", 11)
    assert (held.get("small"), held.get("large")) == (None, None)
    held.put("small", "a", 4)
    held.put("small", "b", 5)  # once, and not twice
    held.put("other", "c", 5)
    assert (held.get("small"), held.get("other")) == ("b", "c")


def test_threads_share_memory(tmp_path: Path) -> None:
    cache, _ = holding(tmp_path, 200)
    wrong = [
        answer
        for answer in in_threads(
            8,
            lambda: [
                number
                for number in 30 * [*range(20)]
                if cache.remember(f"key {number}", lambda n=number: numbered(n)) != (number,)
            ],
        )
        if answer != []
    ]
    assert not wrong
    assert cache._recent._size == sum(size for _, size in cache._recent._held.values()) <= 200


# --- One at a time -----------------------------------------------------------------------------


def test_200_threads_compute_once(tmp_path: Path) -> None:
    work, cache = Work(seconds=0.2), make(tmp_path)
    answers = in_threads(200, lambda: cache.remember("key", work))
    assert answers == [CURVE] * 200
    assert work.runs == 1
    assert len({id(answer) for answer in answers}) == 200, "nobody can change another's answer"


def test_200_threads_compute_once_without_a_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "WAIT", PATIENCE)
    (tmp_path / "file").write_text("not a folder")
    runs, cache = [], make(tmp_path / "file")

    def compute() -> list[float]:
        runs.append(1)
        cache.await_followers(199)
        return CURVE

    assert in_threads(200, lambda: cache.remember("key", compute)) == [CURVE] * 200
    assert len(runs) == 1


def test_different_keys_do_not_wait_for_each_other(tmp_path: Path) -> None:
    cache, both = make(tmp_path), threading.Barrier(2, timeout=PATIENCE)

    def compute() -> list[float]:
        both.wait()
        return CURVE

    keys = iter(["one", "two"])
    assert in_threads(2, lambda: cache.remember(next(keys), compute)) == [CURVE] * 2


@contextmanager
def process(location: str, tally: Path, threads: int, seconds: float) -> Iterator[Any]:
    script = Path(__file__).with_name("cache_process.py")
    source = Path(results.__file__).parents[2]
    running = subprocess.Popen(
        [sys.executable, str(script), location, str(tally), str(threads), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    with running:
        try:
            yield running
        finally:
            running.kill()


def two_processes_compute_once(location: str, tally: Path) -> None:
    with process(location, tally, 50, 0.5) as one, process(location, tally, 50, 0.5) as two:
        for each in (one, two):
            assert each.stdout.readline() == "ready\n"
        for each in (one, two):
            each.stdin.write("go\n")
            each.stdin.flush()
        for each in (one, two):
            *_, answers = each.stdout.read().splitlines()
            assert json.loads(answers) == [42] * 50
    assert tally.read_text() == "computed\n"


def test_two_processes_of_50_threads_compute_once(tmp_path: Path) -> None:
    two_processes_compute_once(str(tmp_path / "cache"), tmp_path / "tally")


def start_and_kill_while_computing(location: str, tally: Path) -> None:
    with process(location, tally, 1, 60) as holder:
        holder.stdin.write("go\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "ready\n"
        assert holder.stdout.readline() == "computing\n"


def test_the_lock_of_a_killed_process_blocks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_and_kill_while_computing(str(tmp_path / "cache"), tmp_path / "tally")
    folder = tmp_path / "cache" / SCIENCE
    assert list(folder.glob("*.lock")), "it was killed while it held the lock"
    monkeypatch.setattr(stores.time, "sleep", lambda seconds: pytest.fail("it was waited for"))
    assert make(tmp_path / "cache").remember("key", lambda: CURVE) == CURVE


def test_a_lock_on_a_file_that_was_removed_meanwhile_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stores.fcntl is None:
        pytest.skip("this system has no flock")
    lock = entry_file(tmp_path, "key").with_suffix(".lock")
    flock, removed = stores.fcntl.flock, []

    def last_owner_removes_it(handle: int, operation: int) -> None:
        if not removed:
            removed.append(lock.unlink())
        flock(handle, operation)

    def compute() -> list[float]:
        assert lock.exists(), "who comes now must see that somebody is computing"
        return CURVE

    monkeypatch.setattr(stores.fcntl, "flock", last_owner_removes_it)
    assert make(tmp_path).remember("key", compute) == CURVE
    assert removed


def test_waiting_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "WAIT", 0.2)
    computing, finish = threading.Event(), threading.Event()

    def slow() -> list[float]:
        computing.set()
        assert finish.wait(PATIENCE)
        return [0.0]

    one, two = make(tmp_path), make(tmp_path)
    slow_thread = threading.Thread(target=lambda: one.remember("key", slow))
    slow_thread.start()
    assert computing.wait(PATIENCE)
    for cache in (one, two):  # the second has its own threads: it waits for the file only
        started = time.monotonic()
        assert cache.remember("key", Work()) == CURVE
        assert time.monotonic() - started >= 0.2
        assert slow_thread.is_alive()  # who is waited for has not ended
        entry_file(tmp_path, "key").unlink(missing_ok=True)
    finish.set()
    slow_thread.join()


@pytest.mark.parametrize("error", [ValueError("no solution"), TimeoutError("too slow")])
def test_an_exception_reaches_all_who_wait(
    tmp_path: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "WAIT", PATIENCE)
    cache, runs = make(tmp_path), []

    def fail() -> list[float]:
        runs.append(1)
        cache.await_followers(19)
        raise error

    assert in_threads(20, lambda: cache.remember("key", fail)) == [error] * 20
    assert len(runs) == 1
    assert cache.remember("key", Work()) == CURVE


def test_a_thread_that_is_stopped_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "WAIT", PATIENCE)
    cache, runs = make(tmp_path), []

    def stopped_once() -> list[float]:
        runs.append(1)
        if len(runs) == 1:
            cache.await_followers(4)
            raise SystemExit
        return CURVE

    answers = in_threads(5, lambda: cache.remember("key", stopped_once))
    assert [answer for answer in answers if answer != CURVE] == [
        next(answer for answer in answers if isinstance(answer, SystemExit))
    ]


def test_nothing_of_the_locks_stays(tmp_path: Path) -> None:
    cache = make(tmp_path)
    for number in range(50):
        cache.remember(f"key {number}", Work())
    with pytest.raises(ZeroDivisionError):
        cache.remember("bad", lambda: [1 / 0])
    assert not cache._flights
    assert not list(tmp_path.rglob("*.lock"))
    assert len(entries(tmp_path)) == 50


# --- Garbage -----------------------------------------------------------------------------------


class Payload:
    """Unpickling it makes a folder."""

    def __init__(self, marker: Path) -> None:
        self.marker = str(marker)

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self.marker,)


def test_a_planted_pickle_does_not_run(tmp_path: Path) -> None:
    marker, cache, work = tmp_path / "marker", make(tmp_path / "cache"), Work()
    payload = pickle.dumps(Payload(marker))
    pickle.loads(payload)
    marker.rmdir()  # it is live
    cache.remember("key", work)
    header = struct.pack("<I", 0)
    counter = hashlib.sha256(b"__wz_cache_count").hexdigest()  # cachelib's counter of files
    (tmp_path / "cache" / SCIENCE / counter).write_bytes(header + payload)
    path = entry_file(tmp_path / "cache", "key")
    for planted in (payload, header + payload, sealed("key", payload)):
        path.write_bytes(planted)
        assert make(tmp_path / "cache").remember("key", work) == CURVE
    assert work.runs == 4
    assert not marker.exists()


def test_what_was_put_there_without_the_secret_is_not_believed(tmp_path: Path) -> None:
    folder, work = tmp_path / "cache", Work()
    make(folder, secret="ours").remember("key", work)
    (path,) = entries(folder)
    wrong = encode([9.0])
    names = (entry_name("key"), f"{SCIENCE}:{path.name}")
    for name in names:  # whatever name a plain checksum is made for
        checksum = hashlib.sha256(name.encode() + b"\0" + wrong).digest()
        path.write_bytes(path.read_bytes()[:4] + checksum + wrong)
        assert make(folder, secret="ours").remember("key", work) == CURVE
    assert work.runs == 1 + len(names)


def test_another_secret_finds_nothing_and_removes_nothing(tmp_path: Path) -> None:
    folder, work = tmp_path / "cache", Work()
    make(folder, secret="ours").remember("key", work)
    for other in ("", "theirs"):
        assert make(folder, secret=other).vault.get("key") is None
    make(folder, secret="ours").remember("key", work)
    assert work.runs == 1


@pytest.mark.parametrize(
    "corrupt",
    [
        lambda whole: b"",
        lambda whole: whole[:3],
        lambda whole: whole[:20],
        lambda whole: whole[:-3],
        lambda whole: os.urandom(len(whole)),
        lambda whole: b"a text, not an entry; " * 10,
        lambda whole: whole.replace(b"0.25", b"0.35"),
        lambda whole: whole + b" ",
        lambda whole: sealed("key", b'{"of": "an older class"}'),
        lambda whole: sealed("other", b"[1.0]"),
    ],
    ids=["empty", "short", "header", "cut", "random", "text", "flipped", "longer", "old", "moved"],
)
def test_a_corrupt_file_is_computed_once_and_healed(
    tmp_path: Path, corrupt: Callable[[bytes], bytes]
) -> None:
    work, cache = Work(), make(tmp_path)
    cache.remember("key", work)
    path = entry_file(tmp_path, "key")
    whole = path.read_bytes()
    assert corrupt(whole) != whole
    path.write_bytes(corrupt(whole))
    assert cache.remember("key", work) == CURVE
    assert work.runs == 2
    assert cache.remember("key", work) == CURVE
    assert work.runs == 2


def test_a_value_that_decodes_no_more_is_removed(tmp_path: Path) -> None:
    def refuse(data: bytes) -> list[float]:
        raise RuntimeError("an older class")

    make(tmp_path).remember("key", Work())
    strict = ResultCache(Vault(str(tmp_path), SCIENCE), encode, refuse)
    assert strict.remember("key", Work([2.0]), keep=lambda value: False) == [2.0]
    assert not entries(tmp_path)


def test_a_value_that_cannot_be_encoded_is_an_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vault = Vault(str(tmp_path), SCIENCE)
    cache = ResultCache[object](vault, lambda value: bytes(value), decode)  # type: ignore[call-overload]
    for _ in range(5):
        assert cache.remember("key", lambda: "text") == "text"
    assert len(warnings(caplog)) == 1


# --- A folder in trouble -----------------------------------------------------------------------


def test_a_folder_that_is_removed_is_made_again(tmp_path: Path) -> None:
    work, cache = Work(), make(tmp_path / "cache")
    cache.remember("key", work)
    shutil.rmtree(tmp_path / "cache")
    for _ in range(3):
        assert cache.remember("key", work) == CURVE
    assert work.runs == 2

    def compute() -> list[float]:
        shutil.rmtree(tmp_path / "cache")
        return [2.0]

    cache.remember("removed meanwhile", compute)
    assert cache.remember("removed meanwhile", work) == [2.0]


def test_a_place_that_cannot_be_a_folder_is_tried_again(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    place, work = tmp_path / "place", Work()
    place.write_text("a file")
    cache = make(place)
    cache.vault.init_app(flask.Flask("server"))
    for _ in range(10):
        assert cache.remember("key", work) == CURVE
    assert work.runs == 10
    assert len(warnings(caplog)) == 1
    place.unlink()
    clock.now += fuse.PAUSE
    for _ in range(3):
        assert cache.remember("key", work) == CURVE
    assert work.runs == 11
    assert len(warnings(caplog)) == 2
    assert "works again" in warnings(caplog)[1]


def test_a_folder_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path).remember("key", Work([666.0]))

    def refuse(path: object, mode: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    assert make(tmp_path).remember("key", Work()) == CURVE


def broken_write(*args: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_costs_neither_answers_nor_what_is_there(
    tmp_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    cache, before, work = make(tmp_path), Work(), Work([2.0])
    cache.remember("before", before)
    with monkeypatch.context() as full:
        full.setattr(stores.Raw, "dump", broken_write)
        for _ in range(10):
            assert cache.remember("new", work) == [2.0]
            assert cache.remember("before", before) == CURVE
    assert (before.runs, work.runs) == (1, 10)
    assert not list(tmp_path.rglob("*.__wz_cache")), "what could not be written is removed"
    (message,) = warnings(caplog)
    assert "No space left" in message
    clock.now += fuse.PAUSE
    for _ in range(3):
        assert cache.remember("new", work) == [2.0]
    assert work.runs == 11
    assert "works again" in warnings(caplog)[1]


def test_nearly_full_disk_is_left_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, work = make(tmp_path), Work()
    usage = shutil.disk_usage(tmp_path)._replace(total=10**9, free=4 * 10**7)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    for _ in range(2):
        assert cache.remember("key", work) == CURVE
    assert work.runs == 2
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=6 * 10**7))
    for _ in range(2):
        assert cache.remember("other", work) == CURVE
    assert work.runs == 3


def test_a_read_only_folder_costs_no_answer_and_gives_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, before, work = make(tmp_path), Work(), Work([2.0])
    cache.remember("before", before)

    def read_only(*args: Any, **options: Any) -> Any:
        raise OSError(errno.EROFS, "Read-only file system")

    for name in ("open", "mkdir", "makedirs", "replace", "unlink", "utime", "chmod"):
        monkeypatch.setattr(os, name, read_only)
    for _ in range(10):
        assert cache.remember("new", work) == [2.0]
        assert cache.remember("before", before) == CURVE
    assert (before.runs, work.runs) == (1, 10)


def test_a_file_of_another_user_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, work = make(tmp_path), Work()
    cache.remember("key", Work([666.0]))

    def refuse_the_old_one(path: Any, mode: str) -> Any:
        if Path(path).exists() and b"666" in Path(path).read_bytes():
            raise PermissionError(errno.EACCES, "Permission denied")
        return open(path, mode)  # the caller closes it

    monkeypatch.setattr(stores, "open", refuse_the_old_one, raising=False)
    for _ in range(3):
        assert cache.remember("key", work) == CURVE
    assert work.runs == 1


def test_a_file_system_without_locks_still_remembers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if stores.fcntl is None:
        pytest.skip("this system has no flock")

    def refuse(handle: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(stores.fcntl, "flock", refuse)
    cache, work = make(tmp_path), Work()
    for number in range(10):
        for _ in range(2):
            assert cache.remember(f"key {number}", work) == CURVE
    assert work.runs == 10
    (message,) = warnings(caplog)
    assert message.startswith("Locking in the cache fails")


def test_without_flock_threads_still_compute_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "fcntl", None)
    cache, work = make(tmp_path), Work(seconds=0.2)
    assert in_threads(20, lambda: cache.remember("key", work)) == [CURVE] * 20
    assert work.runs == 1


def test_eviction_keeps_what_is_used(tmp_path: Path) -> None:
    cache, work = make(tmp_path, threshold=20), Work()
    for number in range(20):
        cache.remember(f"key {number}", work)
        aged = time.time() - 1000 + number
        os.utime(entry_file(tmp_path, f"key {number}"), (aged, aged))
    used = [f"key {number}" for number in range(5)]
    for key in used:
        cache.remember(key, work)
    assert work.runs == 20
    cache.remember("the first too many", work)
    assert not entry_file(tmp_path, "key 5").exists(), "the one not used for longest"
    assert entry_file(tmp_path, "key 19").exists()
    for number in range(100, 112):
        cache.remember(f"key {number}", work)
        assert len(entries(tmp_path)) <= 20
    runs = work.runs
    for key in used:
        cache.remember(key, work)
    assert work.runs == runs


def test_eviction_by_threads_at_once_stays_near_the_threshold(tmp_path: Path) -> None:
    caches = [make(tmp_path, threshold=20) for _ in range(2)]
    numbers = iter(range(200))
    in_threads(
        8,
        lambda: [
            caches[number % 2].remember(f"key {number}", Work())
            for number in (next(numbers) for _ in range(25))
        ],
    )
    assert 10 <= len(entries(tmp_path)) <= 20 + 8


def test_100_stores_list_the_folder_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, listed = Vault(str(tmp_path), SCIENCE), []
    vault.put("before", b"1")
    for name in ("listdir", "scandir"):
        usual = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda path, usual=usual: [listed.append(path), usual(path)][1]
        )
    for number in range(100):
        assert vault.put(f"key {number}", b"1")
    assert len(listed) == 2


@pytest.mark.parametrize("processes", [1, 2, 10])
def test_a_folder_that_processes_share_is_never_a_tenth_too_full(
    tmp_path: Path, processes: int
) -> None:
    threshold = 400
    vaults = [Vault(str(tmp_path), SCIENCE, threshold=threshold) for _ in range(processes)]
    fullest = 0
    for number in range(3 * threshold):
        assert vaults[number % processes].put(f"key {number}", b"1")
        fullest = max(fullest, len(entries(tmp_path)))
    step = threshold // 100
    assert threshold <= fullest <= threshold + processes * step <= 1.1 * threshold
    assert len(entries(tmp_path)) >= 0.9 * threshold


def age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_what_crashes_left_is_removed_at_start(tmp_path: Path) -> None:
    make(tmp_path).remember("key", Work())
    folder = tmp_path / SCIENCE
    for name, seconds in {"old": 700, "new": 500}.items():
        for suffix in (".__wz_cache", ".lock"):
            (folder / (name + suffix)).write_bytes(b"half")
            age(folder / (name + suffix), seconds)
    age(entry_file(tmp_path, "key"), 700)
    make(tmp_path).vault.init_app(flask.Flask("server"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [entry_file(tmp_path, "key").name, "CACHEDIR.TAG", "new.__wz_cache", "new.lock"]
    )


def test_folders_of_versions_that_nobody_runs_are_removed_at_start(tmp_path: Path) -> None:
    month = 31 * 24 * 3600
    for fingerprint in ("unused", "used-today", SCIENCE):
        make(tmp_path, fingerprint).remember("key", Work())
    (tmp_path / "photographs").mkdir()
    (tmp_path / "photographs" / ("a" * 64)).write_text("not ours")
    (tmp_path / "file").write_text("not ours")
    make(tmp_path / "elsewhere", "linked").remember("key", Work())
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "linked")
    for name in ("unused", "photographs", "file", "link", SCIENCE):
        age(tmp_path / name, month)
    make(tmp_path).vault.init_app(flask.Flask("server"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["elsewhere", "file", "link", "photographs", SCIENCE, "used-today"]
    )
    assert entries(tmp_path / "elsewhere", "linked")
    assert (tmp_path / "photographs" / ("a" * 64)).exists()
    assert make(tmp_path).remember("key", Work([2.0])) == CURVE


# --- Redis -------------------------------------------------------------------------------------


class FakeRedis(socketserver.ThreadingTCPServer):
    """As much of Redis as the cache uses: strings with a life, and the script of its lock."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 200  # as many threads connect at once

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), FakeRedisSession)
        self.data: dict[bytes, tuple[bytes, float]] = {}
        self.commands: list[list[bytes]] = []
        self.guard = threading.Lock()
        self.full = False
        self.connections: set[socket.socket] = set()
        self.url = f"redis://127.0.0.1:{self.server_address[1]}/0"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in list(self.connections):
            with self.guard:
                connection.close() if connection.fileno() < 0 else connection.shutdown(2)

    def value(self, key: bytes) -> bytes | None:
        value, end = self.data.get(key, (b"", 0.0))
        return value if end > time.monotonic() else None

    def answer(self, words: list[bytes]) -> bytes:
        name, key, *rest = words[0].upper(), *words[1:], b""
        with self.guard:
            self.commands.append(words)
            if name == b"GET":
                return bulk(self.value(key))
            if name == b"SET":
                return self.set(key, rest[0], [word.upper() for word in rest[1:-1]])
            if name == b"DEL":
                return b":%d\r\n" % (self.data.pop(key, None) is not None)
            if name in (b"EVALSHA", b"EVAL"):  # the release of a lock: words 3 and 4
                owned = self.value(words[3]) == words[4]
                if owned:
                    del self.data[words[3]]
                return b":%d\r\n" % owned
        return b"-ERR unknown command\r\n" if name == b"HELLO" else b"+OK\r\n"

    def set(self, key: bytes, value: bytes, options: list[bytes]) -> bytes:
        if self.full:
            return b"-OOM command not allowed when used memory > 'maxmemory'.\r\n"
        if b"NX" in options and self.value(key) is not None:
            return b"$-1\r\n"
        life = 0.0
        for unit, seconds in ((b"EX", 1.0), (b"PX", 0.001)):
            if unit in options:
                life = seconds * int(options[options.index(unit) + 1])
        self.data[key] = (value, time.monotonic() + life)
        return b"+OK\r\n"


class FakeRedisSession(socketserver.StreamRequestHandler):
    server: FakeRedis

    def handle(self) -> None:
        self.server.connections.add(self.connection)
        try:
            while line := self.rfile.readline():
                words = []
                for _ in range(int(line[1:])):
                    size = int(self.rfile.readline()[1:])
                    words.append(self.rfile.read(size + 2)[:-2])
                self.wfile.write(self.server.answer(words))
        except OSError:
            pass  # the client went away, or the server was stopped
        finally:
            self.server.connections.discard(self.connection)


def bulk(value: bytes | None) -> bytes:
    return b"$-1\r\n" if value is None else b"$%d\r\n%b\r\n" % (len(value), value)


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRedis]:
    """One that is there, however busy the machine is."""
    monkeypatch.setattr(stores, "REDIS_PATIENCE", PATIENCE)
    server = FakeRedis()
    yield server
    server.stop()


def test_redis_by_its_url(redis: FakeRedis) -> None:
    work, server, cache = Work(), flask.Flask("server"), make(redis.url)
    cache.vault.init_app(server)
    (store,) = server.extensions["cache"].values()
    assert isinstance(store, RedisStore)
    assert cache.remember("key", work) == CURVE
    assert make(redis.url).remember("key", work) == CURVE
    assert make(redis.url, "science-2").remember("key", Work([2.0])) == [2.0]
    assert work.runs == 1
    assert cache.remember("other", Work(), keep=lambda value: False) == CURVE
    assert sorted(redis.data) == [
        f"osteoniche:{entry_name('key')}".encode(),
        f"osteoniche:{entry_name('key', 'science-2')}".encode(),
    ], "no lock, and nothing that was not to be kept"
    for value, end in redis.data.values():
        assert end - time.monotonic() == pytest.approx(30 * 24 * 3600, abs=60)
        assert value[32:] in (encode(CURVE), encode([2.0]))


def test_redis_with_a_planted_pickle_or_garbage(redis: FakeRedis, tmp_path: Path) -> None:
    work, cache = Work(), make(redis.url)
    payload = pickle.dumps(Payload(tmp_path / "marker"))
    for planted in (payload, b"!" + payload, sealed("key", payload)[4:], b"", b"7", b"text"):
        redis.data[f"osteoniche:{entry_name('key')}".encode()] = (planted, float("inf"))
        runs = work.runs
        for _ in range(2):
            assert cache.remember("key", work) == CURVE
        assert work.runs == runs + 1
    assert not (tmp_path / "marker").exists()


def test_redis_lets_two_processes_compute_once(redis: FakeRedis, tmp_path: Path) -> None:
    two_processes_compute_once(redis.url, tmp_path / "tally")


def test_redis_forgets_the_lock_of_a_killed_process(
    redis: FakeRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_and_kill_while_computing(redis.url, tmp_path / "tally")
    ((lock, (token, end)),) = redis.data.items()
    assert end - time.monotonic() <= stores.LOCK_LIFE == 15
    monkeypatch.setattr(stores, "WAIT", PATIENCE)
    forgotten = time.monotonic() + 0.5
    redis.data[lock] = (token, forgotten)
    assert make(redis.url).remember("key", Work()) == CURVE
    assert time.monotonic() > forgotten
    # It was not waited in vain: the lock was got and given back.
    assert any(words[0].upper().startswith(b"EVAL") for words in redis.commands)


def test_redis_may_forget_a_lock_before_its_owner_is_ready(redis: FakeRedis) -> None:
    def compute() -> list[float]:
        redis.data.clear()
        return CURVE

    cache = make(redis.url)
    assert cache.remember("key", compute) == CURVE
    assert cache.remember("key", Work([2.0])) == CURVE


def test_redis_out_of_memory_still_answers(
    redis: FakeRedis, caplog: pytest.LogCaptureFixture
) -> None:
    cache, before, work = make(redis.url), Work(), Work([2.0])
    cache.remember("before", before)
    redis.full = True
    for _ in range(10):
        assert cache.remember("new", work) == [2.0]
        assert cache.remember("before", before) == CURVE
    assert (before.runs, work.runs) == (1, 10)
    assert len(warnings(caplog)) == 2  # neither locks nor values


def test_redis_absent_then_there_then_killed_then_back(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stores, "REDIS_PATIENCE", PATIENCE)  # absent is refused, not late
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cache, work = make(f"redis://127.0.0.1:{port}/0"), Work()
    cache.vault.init_app(flask.Flask("server"))

    def runs_of_ten() -> int:
        before = work.runs
        for _ in range(10):
            assert cache.remember("key", work) == CURVE
        return work.runs - before

    assert runs_of_ten() == 10
    for _ in range(2):
        server = FakeRedis(port)
        try:
            clock.now += fuse.PAUSE
            assert runs_of_ten() == 1
        finally:
            server.stop()
        assert runs_of_ten() == 10
    messages = warnings(caplog)
    assert len(messages) == 5, "one line for each change"
    assert [("works again" in message) for message in messages] == [False, True] * 2 + [False]


@contextmanager
def listening(answer: bytes) -> Iterator[tuple[str, list[socket.socket]]]:
    """The URL of a server that takes every connection, says `answer` and nothing else."""
    connections: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connections.append(listener.accept()[0])
                    connections[-1].sendall(answer)
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"redis://:hidden@127.0.0.1:{listener.getsockname()[1]}/0", connections
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for connection in connections:
        connection.close()


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["hung", "web"])
def test_a_redis_that_hangs_or_talks_nonsense_costs_a_second(
    answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Three times its patience: then it is left alone, however long the pause."""
    assert fuse.FAILURES * stores.REDIS_PATIENCE < 1.0
    with listening(answer) as (url, connections):
        cache, work = make(url), Work()
        for _ in range(20):
            assert cache.remember("key", work) == CURVE
        assert work.runs == 20
        assert len(connections) <= 3, "left alone after three failures"
    (message,) = warnings(caplog)
    assert "hidden" not in message


def test_a_redis_that_hangs_under_load_costs_a_second(clock: Clock) -> None:
    with listening(b"") as (url, connections):
        cache, work = make(url), Work()
        cache.vault.init_app(flask.Flask("server"))
        for _ in range(3):
            cache.remember("key", work)
        assert len(connections) == 3
        clock.now += fuse.PAUSE
        in_threads(20, lambda: cache.remember(f"key {threading.get_ident()}", work))
        assert len(connections) == 4, "one caller tries again, the others go on without"


REDIS_SERVER = shutil.which("redis-server")


@pytest.mark.skipif(REDIS_SERVER is None, reason="no program redis-server on this machine")
def test_a_real_redis(tmp_path: Path, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as short:  # the path of a socket may have 100 characters
        unix = Path(short, "redis")
        command = [str(REDIS_SERVER), "--port", "0", "--unixsocket", str(unix), "--save", ""]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=short)
        try:
            end = time.monotonic() + PATIENCE
            while not unix.exists() and time.monotonic() < end:
                time.sleep(0.02)
            url = f"unix://{unix}?db=1"
            two_processes_compute_once(url, tmp_path / "tally")
            cache, work = make(url), Work()
            for _ in range(3):
                assert cache.remember("another", work) == CURVE
            assert work.runs == 1
            server.send_signal(signal.SIGSTOP)  # it hangs
            for _ in range(6):
                assert cache.remember("another", work) == CURVE
            assert work.runs == 7
            server.send_signal(signal.SIGCONT)
            while time.monotonic() < end:
                runs = work.runs
                clock.now += fuse.PAUSE
                assert cache.remember("another", work) == CURVE
                if work.runs == runs:
                    break
            assert work.runs == runs
        finally:
            server.kill()
            server.wait()
