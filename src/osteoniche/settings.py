"""The environment, read once at the edge, checked, and frozen.

Each setting is declared once, as a field of `Settings` with its default, meaning and check;
`SETTINGS` is the same as a table, from which `as_markdown` makes that of the documentation. A
variable that is not set, or set to nothing, has its default.
"""

import ipaddress
import logging
import os
import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

VARIABLE_PREFIX = "OSTEONICHE_"
PROCESSES_AT_MOST = 512
"""Processes of one server, at most: more is a slip of the pen."""
OPEN_REDIS = (
    "OSTEONICHE_CACHE is a Redis without a password, which whoever reaches it can empty or fill; "
    "allowed: one with a password, redis://:password@host:port/number, a socket unix:///path, or "
    "OSTEONICHE_OPEN_REDIS=yes"
)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
"""Addresses that begin alike."""
STEERING = ("DASH_", "FLASK_", "WERKZEUG_", "REACT_VERSION")
"""How variables begin by which libraries below the page would be steered, past our settings."""

logger = logging.getLogger(__name__)


class SettingsError(ValueError):
    """One or more environment variables are wrong; the message names every one of them.

    `problems` has one sentence for each: the variable, its value, and what is allowed.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("Wrong settings in the environment:\n  " + "\n  ".join(problems))


@dataclass(frozen=True)
class Setting:
    """One row of the table of settings: everything that is known about one variable."""

    variable: str
    default: str
    meaning: str
    allowed: str
    cast: Callable[[str], Any]
    display: Callable[[str], str]
    """A wrong value as it may be told."""


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        # At least one letter, so that 999.1.1.1 is not taken for the name of a machine.
        if not re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?", text):
            raise
        return text


def _port(text: str) -> int:
    # int() would also take "8_050", " 8050" and digits of other scripts.
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise ValueError(text)
    return int(text)


def _prefix(text: str) -> str:
    if not re.fullmatch(r"/([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*", text):
        raise ValueError(text)
    return text


def _cache_location(text: str) -> str:
    if not text:
        return str(platformdirs.user_cache_path("osteoniche") / "results")
    # Two letters or more before the colon: C:\results is a folder, "redis:/host" a slip.
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", text):
        return _redis_url(text)
    try:
        folder = Path(text).expanduser().absolute()
    except RuntimeError as error:  # "~nobody": there is no such user
        raise ValueError(text) from error
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise ValueError(text)
    return str(folder)


def _redis_url(text: str) -> str:
    parts = urlsplit(text)
    _ = parts.port  # raises ValueError when it is not a port
    needed = {"redis": parts.hostname, "rediss": parts.hostname, "unix": parts.path}
    if not needed.get(parts.scheme):
        raise ValueError(text)
    return text


def _yes(text: str) -> bool:
    if text not in ("", "yes"):
        raise ValueError(text)
    return text == "yes"


def _is_open(location: str) -> bool:
    """Whether it is a Redis that asks nobody for a password; a socket is guarded by its file."""
    parts = urlsplit(location)
    return parts.scheme in ("redis", "rediss") and not parts.password


def _scheduler(text: str) -> str:
    if not text:
        return text
    parts = urlsplit(text)
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not parts.port or not bare:
        raise ValueError(text)
    return text


def _text(text: str) -> str:
    text.encode()  # bytes that are no UTF-8 come in as halves of characters, which nothing writes
    return text


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if text)


def _wrong_networks(text: str) -> str:
    """Those of several that are none."""
    wrong = []
    for each in text.split(","):
        try:
            ipaddress.ip_network(each.strip())
        except ValueError:
            wrong.append(each.strip())
    return ", ".join(wrong) or text


def _log(text: str) -> str:
    if text not in ("", "json"):
        raise ValueError(text)
    return text


def _processes(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= PROCESSES_AT_MOST:
        raise ValueError(text)
    return int(text)


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(dict.fromkeys(text.lower().split()))
    for origin in origins:
        # Nothing but this: they are written into a header, where ; and , begin something else.
        found = re.fullmatch(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:([0-9]+))?", origin)
        if not found:
            raise ValueError(text)
        if found[3]:
            _port(found[3])
    return origins


def _without_password(text: str) -> str:
    return re.sub(r"//.*@", "//***@", text)


def _declare(
    default: str,
    meaning: str,
    allowed: str,
    cast: Callable[[str], Any],
    *,
    secret: bool = False,
    display: Callable[[str], str] = _without_password,
    variable: str = "",
) -> Any:  # Any, as dataclasses.field itself: the annotation of the field decides
    declared = {"default": default, "meaning": meaning, "allowed": allowed, "cast": cast}
    return field(repr=not secret, metadata=declared | {"display": display, "variable": variable})


@dataclass(frozen=True)
class Settings:
    """What the environment decides: where to listen, to keep results, and to do long work."""

    host: str = _declare(
        "127.0.0.1",
        "The address the server listens on; 0.0.0.0 for every network of the machine.",
        "an IP address or the name of a machine, without port",
        _host,
    )
    port: int = _declare(
        "8050",
        "The port the server listens on.",
        "a whole number from 1 to 65535",
        _port,
    )
    prefix: str = _declare(
        "/",
        "The path under which the page is served, as the browser sees it, behind a proxy.",
        "a path that starts and ends with a slash, such as / or /osteoniche/",
        _prefix,
    )
    cache: str = _declare(
        "",
        "Where results are remembered: a folder, or a Redis shared by several machines. "
        "Empty: the folder osteoniche/results among the caches of the user.",
        "a folder (not a file), or a URL redis://host:port/number, rediss://... or unix:///socket",
        _cache_location,
        secret=True,  # a Redis URL may hold a password
    )
    cache_key: str = _declare(
        "",
        "Seals results that are remembered, so that only who knows it can put one there; the same "
        "for all that share them. Empty: they have a plain checksum.",
        "any text in UTF-8",
        _text,
        secret=True,
        display=lambda key: "***",
    )
    open_redis: bool = _declare(
        "",
        "`yes` takes a Redis without a password too: whoever reaches it can empty it and, without "
        "a cache key, change what pages show.",
        "yes, or nothing",
        _yes,
    )
    scheduler: str = _declare(
        "",
        "A Dask cluster that does long work, by its scheduler. Empty: processes of this machine.",
        "tcp://host:port or tls://host:port",
        _scheduler,
    )
    secret_key: str = _declare(
        "",
        "Signs what the server hands to browsers and wants back unchanged; the same for every "
        "process of one server. Empty: one is made at each start.",
        "any text in UTF-8",
        _text,
        secret=True,
        display=lambda key: "***",
    )
    embed: tuple[str, ...] = _declare(
        "",
        "The sites that may show the page inside one of theirs, such as a learning platform, by "
        "their origins. Empty: none may.",
        "origins with spaces between, such as https://moodle.school.example",
        _origins,
    )
    metrics: tuple[Network, ...] = _declare(
        "",
        "Who may read the numbers of the server at `metrics`, by the address that asks the server "
        "itself, past any proxy. Empty: nobody, and nothing is counted.",
        "addresses and networks with commas between them, such as 127.0.0.1,10.0.0.0/8",
        _networks,
        display=_wrong_networks,
    )
    log: str = _declare(
        "",
        "`json` writes the log as lines of JSON, with one for each request.",
        "json, or nothing",
        _log,
    )
    processes: int | None = _declare(
        "",
        "How many processes `make serve` answers with. Empty: as many as cores that it may use.",
        f"a whole number from 1 to {PROCESSES_AT_MOST}",
        _processes,
        variable="WEB_CONCURRENCY",  # the name that gunicorn and hosts of applications know
    )


def _row(name: str, declared: Mapping[str, Any]) -> Setting:
    return Setting(**{**declared, "variable": declared["variable"] or _variable(name)})


def _variable(name: str) -> str:
    return VARIABLE_PREFIX + name.upper()


#: Every setting, in the order in which they are documented.
SETTINGS: tuple[Setting, ...] = tuple(_row(each.name, each.metadata) for each in fields(Settings))


def as_markdown() -> str:
    """The table of all settings, as docs/operations.md has it."""
    head = ["| variable | default | meaning | allowed |", "|---|---|---|---|"]
    rows = [
        f"| `{each.variable}` | {f'`{each.default}`' if each.default else 'empty'} "
        f"| {each.meaning} | {each.allowed} |"
        for each in SETTINGS
    ]
    return "\n".join([*head, *rows])


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`, checked.

    Raises SettingsError naming all wrong values at once. A variable OSTEONICHE_* that is not a
    setting is most likely a slip of the pen: it is named in one line of the log and ignored.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, setting in zip((each.name for each in fields(Settings)), SETTINGS, strict=True):
        text = environment.get(setting.variable) or setting.default
        try:
            values[name] = setting.cast(text)
        except ValueError:
            told = setting.display(text)
            problems.append(f"{setting.variable} is {told!r}; allowed: {setting.allowed}")
    if _is_open(values.get("cache", "")) and not values.get("open_redis"):
        problems.append(OPEN_REDIS)
    _warn_of_unknown(environment)
    if problems:
        raise SettingsError(problems)
    return Settings(**values)


def steer_nothing(environment: MutableMapping[str, str] = os.environ) -> None:
    """Take out what only steers libraries (STEERING), before they are imported."""
    for name in [name for name in environment if name.upper().startswith(STEERING)]:
        del environment[name]


def _warn_of_unknown(environment: Mapping[str, str]) -> None:
    known = {setting.variable for setting in SETTINGS}
    unknown = sorted(
        name for name in environment if name.startswith(VARIABLE_PREFIX) and name not in known
    )
    if unknown:
        logger.warning(
            "Ignored, since there are no such settings: %s (there are %s)",
            ", ".join(unknown),
            ", ".join(sorted(known)),
        )
