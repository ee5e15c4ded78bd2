"""Whether who asked is still there."""

import socket
from contextlib import closing

import flask
import pytest

from osteoniche.web.edge.presence import SOCKETS, is_there


@pytest.fixture(params=SOCKETS)
def both(request):
    """Both ends of a connection, and the environment of a request that came by it."""
    server, browser = socket.socketpair()
    with closing(server), closing(browser):
        yield server, browser, {request.param: server}


def seen(environ) -> bool:
    with flask.Flask("test").test_request_context(environ_overrides=environ):
        return is_there()


def test_who_waits_is_there(both):
    server, browser, environ = both
    assert seen(environ)
    browser.sendall(b"next request")  # looked at, and not taken
    assert seen(environ)
    assert server.recv(100) == b"next request"


def test_who_closed_the_connection_is_not(both):
    _, browser, environ = both
    browser.close()
    assert not seen(environ)


def test_it_is_not_waited_for(both):
    """A server may have given the connection minutes; here it is an hour."""
    server, _, environ = both
    server.settimeout(3600)
    assert seen(environ)


def test_a_connection_that_broke_is_left(both):
    server, _, environ = both
    server.close()
    assert not seen(environ)


def test_where_nothing_is_known_somebody_is_there():
    assert is_there()
    assert seen({})
