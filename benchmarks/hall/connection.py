"""One connection of a browser, which is kept between requests."""

import asyncio
import gzip
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

PATIENCE = 20.0
"""Seconds that a page waits for an answer."""
JSON = "application/json"


class Lost(Exception):
    """A request has no answer: the connection ended, or it took too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its body as it travelled."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        """The body unpacked."""
        return gzip.decompress(self.body) if "content-encoding" in self.headers else self.body

    def json(self) -> Any:
        """What the body says."""
        return orjson.loads(self.content)


class Connection:
    """Asks one question after the other; a connection that the server has ended is made anew."""

    def __init__(self, address: str) -> None:
        self._host, self._port = urlsplit(address).hostname, urlsplit(address).port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """The answer to a request. Raises Lost.

        As browsers do, it asks again where the server had ended a connection that was kept.
        """
        sent = self._text(method, path, body)
        try:
            async with asyncio.timeout(PATIENCE):
                if self._streams:
                    try:
                        return await self._exchange(sent)
                    except asyncio.IncompleteReadError as error:
                        if error.partial:
                            raise
                    except ConnectionError:
                        pass
                    self.close()
                self._streams = await asyncio.open_connection(self._host, self._port)
                return await self._exchange(sent)
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
            self.close()
            raise Lost(type(error).__name__) from error
        except asyncio.CancelledError:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection up, with what is under way on it."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    def _text(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            "Accept-Encoding: gzip",
        ]
        if body:
            lines += [f"Content-Type: {JSON}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _exchange(self, sent: bytes) -> Answer:
        if not self._streams:
            raise Lost("no connection")
        reader, writer = self._streams
        writer.write(sent)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        parts = (line.partition(":") for line in lines if line)
        headers = {name.lower(): value.strip() for name, _, value in parts}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(first.split(" ", 2)[1]), headers, body)
