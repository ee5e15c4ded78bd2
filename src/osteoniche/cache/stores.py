"""Where results are kept: files of a private folder, or Redis; raw bytes, never a pickle."""

import logging
import os
import re
import shutil
import struct
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import flask
from cachelib.serializers import BaseSerializer
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
#: Seconds that an entry lives, and a folder of another version after its last use. Not for ever:
#: in Redis nothing else removes what older versions of the science left.
ENTRY_LIFE = 30 * 24 * 3600
#: Seconds after which a temporary file or a lock must be what a crash left behind.
LEFTOVER_AGE = 600
#: A process looks whether folder and disk are full once in this part of the threshold's stores. So
#: ten processes that share a folder hold at most a tenth too much.
LOOK_PART = 0.01
#: Files are written only while this many bytes, or this part of the disk, are free.
FREE_BYTES, FREE_PART = 2**28, 0.05

_LOCK_SUFFIX = ".lock"
_ENTRY = re.compile("[0-9a-f]{64}")  # entries are named by a SHA-256
_TAG_NAME = "CACHEDIR.TAG"  # bford.info/cachedir: backups leave out a folder with this file
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Results of Osteoniche: delete at will.\n"

Release = Callable[[], object]

logger = logging.getLogger(__name__)


class Raw(BaseSerializer):
    """Bytes are stored as they are; nothing is ever unpickled."""

    def dump(self, value: bytes, f: Any, protocol: int = 0) -> None:  # type: ignore[override]
        """Write the bytes of a value."""
        f.write(value)  # (the base class is annotated for its counter only, an int)

    def load(self, f: Any) -> bytes:
        """The bytes that were written."""
        return bytes(f.read())

    def dumps(self, value: bytes, protocol: int = 0) -> bytes:
        """The bytes of a value: itself."""
        return value

    def loads(self, bvalue: bytes | None) -> bytes | None:
        """The value of bytes: themselves."""
        return bvalue  # (Redis passes None for a key that it does not have)


class FileStore(FileSystemCache):
    """Entries are files of a private folder; the least recently used are removed first.

    Errors are raised, where the base class logs a trace each time and retries for ten seconds.
    """

    serializer = Raw()  # type: ignore[assignment]  # the base class wants its own serializer

    def __init__(self, cache_dir: str, *args: Any, **options: Any) -> None:
        self._path = cache_dir
        self._guard, self._unseen = threading.Lock(), 0
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
        if self._look_is_due():
            self._prepare()
            self._make_room()
        try:
            self._write(key, value, timeout)
        except FileNotFoundError:  # the folder was removed
            self._prepare()
            self._write(key, value, timeout)
        return True

    def _write(self, key: str, value: Any, timeout: Any) -> None:
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
        path = self._get_filename(key) + _LOCK_SUFFIX
        end = time.monotonic() + WAIT
        while True:
            try:
                handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            except FileNotFoundError:  # the folder was removed
                self._prepare()
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

    def _make_room(self) -> None:
        """Remove the least recently used of a full folder. Raises OSError if the disk is full."""
        disk = shutil.disk_usage(self._path)
        if disk.free < min(FREE_BYTES, FREE_PART * disk.total):
            self._unseen = 0  # looked at again by the next store
            raise OSError(f"only {disk.free / 1e6:.0f} MB are free on the disk")
        # Not as the base class: its counter is a pickle and wrong when processes share a folder,
        # and it removes what expires first, which says nothing about use.
        names = [name for name in os.listdir(self._path) if not self._is_mgmt(name)]
        if len(names) < self._threshold:
            return
        paths = sorted((os.path.join(self._path, name) for name in names), key=_last_use)
        for path in paths[: len(names) - int(0.9 * self._threshold)]:
            Path(path).unlink(missing_ok=True)

    def _look_is_due(self) -> bool:
        """Whether to look for room now: listing thousands of entries takes longer than a curve."""
        with self._guard:
            due = self._unseen == 0
            self._unseen = (self._unseen + 1) % max(1, int(LOOK_PART * self._threshold))
            return due

    def _update_count(self, delta: int | None = None, value: int | None = None) -> None:
        """There is no counter: see _make_room."""

    def _is_mgmt(self, name: str) -> bool:
        return not _ENTRY.fullmatch(name)


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

    serializer = Raw()  # type: ignore[assignment]  # the base class wants its own serializer

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
