"""What the doctor looks at on this machine: packages, settings, cache, compiler, a curve."""

import ipaddress
import os
import platform
import secrets
import shutil
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from osteoniche import __version__, study
from osteoniche.cache import Vault
from osteoniche.cache.fuse import FAILURES
from osteoniche.commands.doctor.finding import Finding, ok, warn, wrong
from osteoniche.engine import compiled
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.settings import SETTINGS, Settings, SettingsError, read_settings

PACKAGES = ("numpy", "scipy", "numba", "dash", "plotly", "gunicorn")
"""Packages whose versions are told."""
SLOW = 0.05
"""Seconds of a processor for a curve from which on a hall feels it."""
ROOM = 500_000_000
"""Bytes that should be free where results are remembered: 5000 of them, and a little."""
TRIES = 5
"""Curves of which the fastest is told."""


def findings() -> Iterator[Finding]:
    """All of them, one after the other as they are found."""
    yield _versions()
    try:
        settings = read_settings()
    except SettingsError as error:
        for problem in error.problems:
            yield wrong("settings", problem, "correct it, or unset it for its default")
    else:
        yield from _settings(settings)
        yield from _cache(settings)
    yield from _compiler()


def _versions() -> Finding:
    found, missing = [f"osteoniche {__version__}", f"Python {platform.python_version()}"], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        told = f"{', '.join(missing)} not installed"
        return wrong("versions", told, "make serve sets up what is missing")
    return ok("versions", ", ".join(found))


def _settings(settings: Settings) -> Iterator[Finding]:
    given = [each.variable for each in SETTINGS if os.environ.get(each.variable)]
    yield ok("settings", f"{', '.join(given)}" if given else "all as by default")
    if not _stays_here(settings.host):
        told = f"whoever reaches this machine reaches the server ({settings.host})"
        yield warn("host", told, "unless a proxy stands before it, leave OSTEONICHE_HOST unset")


def _stays_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cache(settings: Settings) -> Iterator[Finding]:
    (row,) = [each for each in SETTINGS if each.variable == "OSTEONICHE_CACHE"]
    told = row.display(settings.cache)
    vault = Vault(settings.cache, compiled.fingerprint(), secret=settings.cache_key)
    key, value = f"doctor-{secrets.token_hex(8)}", b"written to be read"
    # So often, for then the log says why.
    if not any(vault.put(key, value) for _ in range(FAILURES)) or vault.get(key) != value:
        advice = "each curve is computed anew until this user can write there"
        yield wrong("cache", f"nothing can be kept in {told}", advice)
        return
    vault.forget(key)
    yield ok("cache", f"kept and found again in {told}")
    if Path(settings.cache).is_dir():
        free = shutil.disk_usage(settings.cache).free
        if free < ROOM:
            found = f"{free // 1_000_000} MB are free there"
            yield warn("disk", found, f"make room: {ROOM // 1_000_000} MB are enough")


def _compiler() -> Iterator[Finding]:
    was_ready = compiled.is_ready()
    try:
        study.prepare()
        seconds = min(_processor_time() for _ in range(TRIES))
    except Exception as error:  # noqa: BLE001 (whatever keeps it from working is what is told)
        told = f"{type(error).__name__}: {error}"
        advice = "make serve sets up anew; the user needs a cache folder (XDG_CACHE_HOME)"
        yield wrong("compiler", told, advice)
        return
    yield ok("compiler", "the model was compiled before" if was_ready else "compiled the model")
    told = f"{seconds * 1000:.1f} ms of a processor"
    if seconds > SLOW:
        yield warn("a curve", told, "a slow machine: expect fewer students for each core")
    else:
        yield ok("a curve", told)


def _processor_time() -> float:
    """Seconds of a processor for the curve that the page opens with."""
    begun = time.process_time()
    study.simulate(preset(OPENING), throw=True)
    return time.process_time() - begun
