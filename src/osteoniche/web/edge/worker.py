"""gunicorn's worker with threads, in which slow browsers hold only a few of them."""

import socket
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from osteoniche.web.edge.reading import READINGS

PART, PARTS = 4096, 16
"""Bytes that are read at a time of what nobody wants, and how often."""
PATIENCE = 2.0
"""Seconds without a byte that a browser which does not close is waited for, as by gunicorn."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Notes from which connections threads read, so that they are few: see reading.py.

    That is all of a request but its body, which the gate reads; what is left of a body that was
    refused; and the end of a connection.
    """

    def handle(self, conn: Any) -> Any:
        """Read a request from a connection and answer it, in a thread."""
        first = conn.sock
        READINGS.begin(first)
        try:
            stays = super().handle(conn)
            if stays is False:
                _end(conn.sock)
            return stays
        finally:
            for each in (first, conn.sock):  # another, once it is encrypted
                READINGS.end(each)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request, in a thread."""
        READINGS.end(conn.sock)
        try:
            return super().handle_request(req, conn)
        finally:
            READINGS.begin(conn.sock)

    def enqueue_req(self, conn: Any) -> None:
        """Give a thread to a connection on which a request begins, in the main loop."""
        READINGS.end_slow()
        super().enqueue_req(conn)

    def murder_keepalived(self, force: bool = False) -> None:
        """What the worker's main loop does each time, once a second at least."""
        READINGS.end_slow()
        super().murder_keepalived(force)


def _end(connection: socket.socket) -> None:
    """Send the end of an answer, and wait until the browser has it and closes its side.

    The worker does the same in its main loop, where one browser that does not close would keep all
    others from being heard; after this it has nothing to wait for.
    """
    with suppress(OSError):  # it has gone, or takes too long
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(PATIENCE)
        for _ in range(PARTS):
            if not connection.recv(PART):
                break
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
