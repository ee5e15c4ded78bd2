"""What the doctor looks at on a page that is served: its parts, its prefix, its headers."""

import http.client
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from osteoniche.commands.doctor.finding import Finding, ok, warn, wrong
from osteoniche.errors import Described, ScenarioError

PATIENCE = 15.0
"""Seconds that an answer may take."""
MOST = 20_000_000
"""Bytes of an answer that are read."""
SCRIPT = 100_000
"""Bytes that the renderer's script has at least; a page in its place is smaller."""
EXPIRES = 14
"""Days before its end from which on a certificate is told of."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PREFIX_ADVICE = (
    "OSTEONICHE_PREFIX, the location in nginx and the address must have the same path, and "
    "proxy_pass none"
)
STATUS_ADVICE = {
    401: "a sign-in is asked for: look past it, at http://127.0.0.1:8050 and the prefix",
    403: "the proxy lets nobody in",
    404: PREFIX_ADVICE,
    502: "the proxy is there and the server behind it is not: look into its log",
    503: "the server has no time: try again",
    504: "the server behind the proxy does not answer: look into its log",
}
"""What to do about an answer of such a status in place of the page."""


@dataclass(frozen=True)
class Site:
    """Where a page is said to be; `path` has a slash at both ends."""

    secure: bool
    host: str
    port: int | None
    path: str


@dataclass(frozen=True)
class Reply:
    """An answer; of a certificate, when it ends (seconds since 1970)."""

    status: int
    headers: dict[str, str]
    body: bytes
    ends: float | None


def site(url: str) -> Site:
    """The site of a URL. Raises ScenarioError if it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        allowed = "give the address of the page, such as https://your.host/osteoniche/"
        raise ScenarioError([Described(f"--url {url!r}", "this is no address of a page", allowed)])
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return Site(parts.scheme == "https", parts.hostname, port, path)


def findings(where: Site) -> Iterator[Finding]:
    """All of them, one after the other as they are found; the first failure may be the last."""
    try:
        page = _get(where, where.path)
    except ssl.SSLCertVerificationError as error:
        advice = "give nginx the whole chain; of a certificate of your own, set SSL_CERT_FILE to it"
        yield wrong("certificate", f"not trusted ({error.verify_message})", advice)
        return
    except (OSError, http.client.HTTPException) as error:
        yield wrong("page", f"no answer ({error})", "are nginx and the server running?")
        return
    yield _page(page)
    if page.status != 200 or b"_dash-config" not in page.body:
        return
    for look in (_prefix, _renderer, _health, _answers):
        try:
            yield look(where, page)
        except (OSError, http.client.HTTPException) as error:
            yield wrong(look.__name__.strip("_"), f"no answer ({error})", "look into the log")
    yield from _headers(where, page)
    yield from _transport(where, page)


def _get(where: Site, path: str) -> Reply:
    kind = http.client.HTTPSConnection if where.secure else http.client.HTTPConnection
    with closing(kind(where.host, where.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"User-Agent": "osteoniche doctor"})
        ends = None
        if isinstance(connection.sock, ssl.SSLSocket):
            ends = ssl.cert_time_to_seconds(str((connection.sock.getpeercert() or {})["notAfter"]))
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, names, answer.read(MOST), ends)


def _page(page: Reply) -> Finding:
    if 300 <= page.status < 400:
        there = page.headers.get("location", "nowhere")
        return wrong("page", f"it leads to {there}", "give that address, if it is the page's")
    if page.status != 200:
        advice = STATUS_ADVICE.get(page.status, "look into the logs of nginx and of the server")
        return wrong("page", f"status {page.status}", advice)
    if b"_dash-config" not in page.body:
        return wrong("page", "another page answers", PREFIX_ADVICE)
    return ok("page", f"answers with {len(page.body):,} bytes")


def _prefix(where: Site, page: Reply) -> Finding:
    named = re.search(rb'"requests_pathname_prefix":"([^"]*)"', page.body)
    prefix = named[1].decode() if named else ""
    if prefix != where.path:
        told = f"the server believes in {prefix!r}, browsers see {where.path!r}"
        return wrong("prefix", told, PREFIX_ADVICE)
    return ok("prefix", prefix)


def _renderer(where: Site, page: Reply) -> Finding:
    named = re.search(rb'src="([^"]+dash_renderer[^"]*)"', page.body)
    if not named:
        return wrong("script", "the page names no renderer", "the server is not whole: set it up")
    script = _get(where, named[1].decode())
    kind = script.headers.get("content-type", "nothing")
    if script.status != 200 or "javascript" not in kind or len(script.body) < SCRIPT:
        told = f"the renderer is status {script.status}, {kind}, {len(script.body):,} bytes"
        return wrong("script", f"{told}, so that the page stays blank", PREFIX_ADVICE)
    return ok("script", f"the renderer is {kind}, {len(script.body):,} bytes")


def _health(where: Site, page: Reply) -> Finding:
    reply = _get(where, f"{where.path}healthz")
    if reply.status != 200 or reply.body != b"OK":
        told = f"status {reply.status}, {reply.body[:40]!r} instead of OK"
        return wrong("healthz", told, "who watches the server is told lies")
    return ok("healthz", "OK")


def _answers(where: Site, page: Reply) -> Finding:
    reply = _get(where, f"{where.path}_dash-layout")
    kind = reply.headers.get("content-type", "nothing")
    if reply.status != 200 or not kind.startswith("application/json"):
        return wrong("answers", f"status {reply.status}, {kind} instead of JSON", PREFIX_ADVICE)
    return ok("answers", "JSON")


def _headers(where: Site, page: Reply) -> Iterator[Finding]:
    policy = page.headers.get("content-security-policy", "")
    kept = {
        "Content-Security-Policy": "default-src 'none'" in policy and "frame-ancestors" in policy,
        "X-Content-Type-Options": page.headers.get("x-content-type-options") == "nosniff",
    }
    missing = [name for name, there in kept.items() if not there]
    if missing:
        told = f"{', '.join(missing)} missing or changed"
        yield wrong("headers", told, "the proxy must hand through what the server sets")
    else:
        yield ok("headers", ", ".join(kept))
    if "'none'" not in policy.partition("frame-ancestors")[2]:
        sites = policy.partition("frame-ancestors")[2].strip() or "any site"
        yield ok("embedding", f"allowed to {sites}")


def _transport(where: Site, page: Reply) -> Iterator[Finding]:
    if not where.secure:
        if where.host not in LOOPBACK:
            told = "plain http: whoever stands between can read and change the page"
            yield warn("TLS", told, "use https, as in deploy/nginx.conf")
        return
    if "strict-transport-security" in page.headers:
        yield ok("HSTS", page.headers["strict-transport-security"])
    else:
        advice = "nginx must hand on X-Forwarded-Proto, from an address in FORWARDED_ALLOW_IPS"
        yield warn("HSTS", "missing", advice)
    days = int(((page.ends or 0.0) - time.time()) // 86400)
    if days < EXPIRES:
        yield warn("certificate", f"ends in {days} days", "renew it")
    else:
        yield ok("certificate", f"trusted, for {days} more days")
