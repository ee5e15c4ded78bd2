"""Results that were computed once are remembered, in a folder or in Redis.

Flask-Caching holds the bytes; this file adds what it lacks: no pickle, entries that can be
trusted (fingerprint of the science, checksum), one computation at a time for each key, and calm:
a cache that is broken, full, gone, hung or holds garbage costs time, never an answer.
"""

import hashlib
import logging
import os
import re
import shutil
import struct
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import flask
from cachelib.serializers import BaseSerializer
from flask_caching import Cache
from flask_caching.backends import FileSystemCache, RedisCache

try:
    import fcntl
except ImportError:  # Windows: one computation at a time within each process only
    fcntl = None  # type: ignore[assignment]  # its stub is that of a module

#: Seconds that one caller waits for the computation of another before it computes itself.
WAIT = 15.0
#: Seconds after which Redis forgets the lock of a process that was killed.
LOCK_LIFE = 15.0
#: Seconds that Redis may take to connect, and to answer.
REDIS_PATIENCE = 0.25
#: After so many failures in a row the cache is left alone for so many seconds.
FAILURES, PAUSE = 3, 10.0
#: Seconds that an entry lives, and a folder of another version after its last use. Not for ever:
#: in Redis nothing else removes what older versions of the science left.
ENTRY_LIFE = 30 * 24 * 3600
#: Seconds after which a temporary file or a lock must be what a crash left behind.
LEFTOVER_AGE = 600
#: Files are written only while this many bytes, or this part of the disk, are free.
FREE_BYTES, FREE_PART = 2**28, 0.05

_LOCK_SUFFIX = ".lock"
_TAG_NAME = "CACHEDIR.TAG"  # bford.info/cachedir: backups leave out a folder with this file
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Results of Osteoniche: delete at will.\n"

T = TypeVar("T")
R = TypeVar("R")
Release = Callable[[], object]

logger = logging.getLogger(__name__)


class _Raw(BaseSerializer):
    """Bytes are stored as they are; nothing is ever unpickled."""

    def dump(self, value: bytes, f: Any, protocol: int = 0) -> None:  # type: ignore[override]
        f.write(value)  # (the base class is annotated for its counter only, an int)

    def load(self, f: Any) -> bytes:
        return bytes(f.read())

    def dumps(self, value: bytes, protocol: int = 0) -> bytes:
        return value

    def loads(self, bvalue: bytes | None) -> bytes | None:
        return bvalue  # (Redis passes None for a key that it does not have)


class FileStore(FileSystemCache):
    """Entries are files of a private folder; the least recently used are removed first.

    Errors are raised, where the base class logs a trace each time and retries for ten seconds.
    """

    serializer = _Raw()  # type: ignore[assignment]  # the base class wants its own serializer

    def __init__(self, cache_dir: str, *args: Any, **options: Any) -> None:
        self._path = cache_dir
        self._prepare()
        os.utime(cache_dir)  # in use: see _remove_leftovers
        super().__init__(cache_dir, *args, **options)
        with suppress(OSError):
            _remove_leftovers(Path(cache_dir))

    def get(self, key: str) -> bytes | None:
        """The bytes of `key`, None if there are none. Raises OSError if the folder is broken."""
        path = self._get_filename(key)
        try:
            with open(path, "rb") as file:
                expires = int.from_bytes(file.read(4), "little")
                value = self.serializer.load(file)
        except FileNotFoundError:
            return None
        except PermissionError:  # written by another user, such as root: to be replaced
            return b""
        if 0 < expires < time.time():
            return None
        with suppress(OSError):  # a read-only folder still has its answers
            os.utime(path)
        return value

    def set(self, key: str, value: Any, timeout: Any = None, mgmt_element: bool = False) -> bool:
        """Store the bytes `value`. Raises OSError if they cannot be, or the disk is nearly full."""
        self._prepare()
        disk = shutil.disk_usage(self._path)
        if disk.free < min(FREE_BYTES, FREE_PART * disk.total):
            raise OSError(f"only {disk.free / 1e6:.0f} MB are free on the disk")
        self._prune()
        handle, temporary = tempfile.mkstemp(self._fs_transaction_suffix, dir=self._path)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(struct.pack("<I", self._normalize_timeout(timeout)))
                self.serializer.dump(value, file)
            os.replace(temporary, self._get_filename(key))
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        return True

    def delete(self, key: str, mgmt_element: bool = False) -> bool:
        """Remove `key`. Raises OSError if it cannot be removed."""
        Path(self._get_filename(key)).unlink(missing_ok=True)
        return True

    def acquire(self, key: str) -> Release | None:
        """Lock `key` against other processes; the answer releases it, None: no lock in time.

        The kernel releases the lock of a process that dies.
        """
        if fcntl is None:
            return None
        self._prepare()
        path = self._get_filename(key) + _LOCK_SUFFIX
        end = time.monotonic() + WAIT
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # The last owner may have removed the file between our open and our lock.
                if os.path.samestat(os.fstat(handle), os.stat(path)):
                    return partial(_release_file, handle, path)
            except (BlockingIOError, FileNotFoundError):
                pass
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)
            if time.monotonic() > end:
                return None
            time.sleep(0.01)

    def _prepare(self) -> None:
        """Make the folder unless it is there. Raises PermissionError if it is not ours."""
        os.makedirs(self._path, mode=0o700, exist_ok=True)
        os.chmod(self._path, 0o700)
        tag = Path(self._path, _TAG_NAME)
        if not tag.exists():
            tag.write_bytes(_TAG)

    def _prune(self) -> None:
        # Not as the base class: its counter is a pickle and wrong when processes share a folder,
        # and it removes what expires first, which says nothing about use.
        paths = list(self._list_dir())
        if len(paths) < self._threshold:
            return
        for path in sorted(paths, key=_last_use)[: len(paths) - int(0.9 * self._threshold)]:
            Path(path).unlink(missing_ok=True)

    def _update_count(self, delta: int | None = None, value: int | None = None) -> None:
        """There is no counter: see _prune."""

    def _is_mgmt(self, name: str) -> bool:
        return not re.fullmatch("[0-9a-f]{64}", name)  # entries are named by a SHA-256


def _release_file(handle: int, path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # while it is still locked: see acquire
    os.close(handle)


def _last_use(path: str | Path) -> float:
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:  # another process was faster
        return 0.0


def _remove_leftovers(folder: Path) -> None:
    """Remove what crashes left in `folder`, and the folders of versions that nobody runs."""
    crashed, unused = time.time() - LEFTOVER_AGE, time.time() - ENTRY_LIFE
    for path in folder.iterdir():
        leftover = path.name.endswith((FileStore._fs_transaction_suffix, _LOCK_SUFFIX))
        if leftover and _last_use(path) < crashed:
            path.unlink(missing_ok=True)
    for other in folder.parent.iterdir():
        if other.is_symlink() or _last_use(other) > unused:
            continue
        with suppress(OSError):
            # Only a folder with our tag is ours to remove: the place was chosen by the user.
            if (other / _TAG_NAME).read_bytes() == _TAG:
                for path in sorted(other.iterdir(), key=lambda path: path.name == _TAG_NAME):
                    path.unlink()  # the tag last, so that an interrupted removal goes on
                other.rmdir()


class RedisStore(RedisCache):
    """Entries are in Redis, shared by several machines; Redis removes what is too much."""

    serializer = _Raw()  # type: ignore[assignment]  # the base class wants its own serializer

    @classmethod
    def factory(
        cls, app: flask.Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]
    ) -> "RedisStore":
        """Flask-Caching's way to make a store; it connects at the first use."""
        import redis  # here: a folder needs none of it

        client = redis.Redis.from_url(
            config["CACHE_REDIS_URL"],
            socket_timeout=REDIS_PATIENCE,
            socket_connect_timeout=REDIS_PATIENCE,
            protocol=2,  # that of every Redis; 3 has nothing for us
        )
        return cls(client, key_prefix="osteoniche:", **kwargs)

    def acquire(self, key: str) -> Release | None:
        """Lock `key` against other processes; the answer releases it, None: no lock in time."""
        name = f"{self._get_prefix()}{key}{_LOCK_SUFFIX}"
        lock = self._write_client.lock(name, timeout=LOCK_LIFE, sleep=0.02, blocking_timeout=WAIT)
        return lock.release if lock.acquire() else None


class _Fuse:
    """Leaves alone for PAUSE seconds what failed FAILURES times in a row, then tries once.

    The log has one line when that begins, and one when it is over.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._failures = 0
        self._next_try = 0.0
        self._guard = threading.Lock()

    @property
    def failing(self) -> bool:
        """Whether the last attempt failed."""
        return self._failures > 0

    def allows(self) -> bool:
        """Whether to try now. After a pause one caller does; the others go on without."""
        with self._guard:
            now = time.monotonic()
            if self._failures >= FAILURES:
                if now < self._next_try:
                    return False
                self._next_try = now + PAUSE
            return True

    def succeeded(self) -> None:
        with self._guard:
            recovered, self._failures = self._failures >= FAILURES, 0
        if recovered:
            logger.warning("%s the cache works again.", self._what)

    def failed(self, error: Exception) -> None:
        with self._guard:
            self._failures += 1
            self._next_try = time.monotonic() + PAUSE
            blown = self._failures == FAILURES
        if blown:
            cause = f"{type(error).__name__}: {error}"
            logger.warning("%s the cache fails; computing without it: %s", self._what, cause)


class ResultCache(Generic[T]):
    """Remembers values by key, and lets one caller at a time compute one.

    `location` is a folder or a URL redis://, rediss://, unix://. `fingerprint` is that of all that
    decides a value besides its key (the source of the model, versions of libraries): two versions
    of the science never share an entry. `encode` gives the bytes of a value; `decode` gives the
    value back and raises on bytes that are not one. A folder that has `threshold` entries loses
    those that were not used for longest.

    Raises ValueError if the fingerprint cannot be the name of a folder.
    """

    def __init__(
        self,
        location: str,
        fingerprint: str,
        encode: Callable[[T], bytes],
        decode: Callable[[bytes], T],
        *,
        threshold: int = 5000,
    ) -> None:
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]{0,127}", fingerprint):
            allowed = "1 to 128 letters, digits, '.', '_' and '-', not starting with a sign"
            raise ValueError(f"the fingerprint is {fingerprint!r}; allowed: {allowed}")
        self._location, self._fingerprint = location, fingerprint
        self._encode, self._decode = encode, decode
        self._threshold = threshold
        self._server: flask.Flask | None = None
        self._store: FileStore | RedisStore | None = None
        self._guard = threading.Lock()
        self._flights: dict[str, Future[bytes | None]] = {}
        # Three, since a full disk can still be read, and some file systems lack only the locks.
        self._reading = _Fuse("Reading from")
        self._writing = _Fuse("Writing to")
        self._locking = _Fuse("Locking in")

    def init_app(self, server: flask.Flask) -> None:
        """Open the cache as Flask-Caching's extension of `server`.

        Without this call, as on the command line, the first use opens it. If it cannot be opened,
        later uses try again.
        """
        with self._guard:
            self._server, self._store = server, None
        self._attempt(self._reading, lambda store: None)

    def remember(
        self, key: str, compute: Callable[[], T], keep: Callable[[T], bool] = lambda value: True
    ) -> T:
        """The value of `key`: from the cache, else from `compute`, and stored if `keep(value)`.

        Callers who ask for the same key meanwhile get a copy of the same value, or the exception
        that `compute` raised. After WAIT seconds they compute themselves.
        """
        name = f"{self._fingerprint}:{hashlib.sha256(key.encode()).hexdigest()}"
        if found := self._read(name):
            return found[0]
        flight: Future[bytes | None] = Future()
        with self._guard:
            first = self._flights.setdefault(name, flight)
        if first is not flight:
            return self._follow(first, compute)
        try:
            value, data = self._lead(name, compute, keep)
            flight.set_result(data)
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            del self._flights[name]
        return value

    def _follow(self, flight: Future[bytes | None], compute: Callable[[], T]) -> T:
        """The value that another thread is computing."""
        try:
            error = flight.exception(WAIT)
        except TimeoutError:
            return compute()
        if isinstance(error, Exception):
            raise error
        # Anything else, such as SystemExit, concerns the other thread and not its work.
        found = None if error else self._decoded(flight.result())
        return found[0] if found else compute()

    def _lead(
        self, name: str, compute: Callable[[], T], keep: Callable[[T], bool]
    ) -> tuple[T, bytes | None]:
        """The value and its bytes; None instead of bytes if it has none."""
        release = self._attempt(self._locking, lambda store: store.acquire(name))
        try:
            if found := self._read(name):  # another process was faster
                return found
            value = compute()
            data = self._encoded(value)
            if data is not None and keep(value):
                sealed = _checksum(name, data) + data
                self._attempt(self._writing, lambda store: store.set(name, sealed))
            return value, data
        finally:
            if release:
                with suppress(Exception):  # the lock ends by itself, if later
                    release()

    def _read(self, name: str) -> tuple[T, bytes] | None:
        """The stored value and its bytes; None, and the entry removed, if they are not ours."""
        sealed = self._attempt(self._reading, lambda store: store.get(name))
        if sealed is None:
            return None
        data = sealed[32:]
        found = self._decoded(data) if sealed[:32] == _checksum(name, data) else None
        if not found:
            self._attempt(self._writing, lambda store: store.delete(name))
        return found

    def _decoded(self, data: bytes | None) -> tuple[T, bytes] | None:
        try:
            return None if data is None else (self._decode(data), data)
        except Exception:  # noqa: BLE001 (`decode` raises what it likes)
            return None

    def _encoded(self, value: T) -> bytes | None:
        try:
            return self._encode(value)
        except Exception as error:  # noqa: BLE001 (the value is an answer, stored or not)
            self._writing.failed(error)
            return None

    def _attempt(self, fuse: _Fuse, action: Callable[[FileStore | RedisStore], R]) -> R | None:
        """What `action` answers; None, as for a miss, if the cache is in trouble."""
        # Who cannot read need not write: a hung Redis would cost its patience three times over.
        if (self._reading.failing and fuse is not self._reading) or not fuse.allows():
            return None
        try:
            answer = action(self._opened())
        except Exception as error:  # noqa: BLE001 (the cache's trouble is never the caller's)
            fuse.failed(error)
            return None
        fuse.succeeded()
        return answer

    def _opened(self) -> FileStore | RedisStore:
        with self._guard:
            if self._store is None:
                self._store = self._open(self._server or flask.Flask(__name__, static_folder=None))
            return self._store

    def _open(self, server: flask.Flask) -> FileStore | RedisStore:
        is_redis = re.match("(redis|rediss|unix)://", self._location)
        extension = Cache(
            with_jinja2_ext=False,
            config={
                "CACHE_TYPE": f"{__name__}.{'RedisStore' if is_redis else 'FileStore'}",
                "CACHE_DIR": os.path.join(self._location, self._fingerprint),
                "CACHE_REDIS_URL": self._location,
                "CACHE_THRESHOLD": self._threshold,
                "CACHE_DEFAULT_TIMEOUT": ENTRY_LIFE,
            },
        )
        extension.init_app(server)
        store: FileStore | RedisStore = server.extensions["cache"][extension]
        return store


def _checksum(name: str, data: bytes) -> bytes:
    """32 bytes that tell whether `data` are whole and belong to the entry `name`."""
    return hashlib.sha256(name.encode() + b"\0" + data).digest()
