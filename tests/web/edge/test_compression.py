"""Large answers arrive compressed where the browser can unpack, and whole everywhere."""

import gzip

import pytest
from tests.web.browsers import page

from osteoniche.engine.result import Status, failed
from osteoniche.web.edge import compression
from osteoniche.web.edge.compression import LARGE

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def client():
    return page(lambda scenario: failed(Status.TOO_SLOW), "/lab/").server.test_client()


@pytest.mark.parametrize("path", ["", "_dash-layout", "_dash-dependencies"])
def test_the_page_and_its_parts_arrive_compressed_and_whole(client, path):
    plain = client.get(f"/lab/{path}")
    packed = client.get(f"/lab/{path}", headers=PACKED)
    assert len(plain.data) >= LARGE
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    whole = gzip.decompress(packed.data)
    assert len(whole) == len(plain.data)
    if path:  # the page itself holds a key that is new each time
        assert whole == plain.data
    for answer in (plain, packed):  # a proxy must not hand one browser the other's answer
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_who_can_not_unpack_gets_it_plain(client, accepted):
    answer = client.get("/lab/", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("path", ["healthz", "no-such-page"])
def test_what_is_small_or_refused_stays_as_it_is(client, path):
    with client.get(f"/lab/{path}", headers=PACKED) as answer:
        assert "Content-Encoding" not in answer.headers
        assert answer.get_data()


def test_a_file_stays_as_it_is_however_large(client, monkeypatch):
    monkeypatch.setattr(compression, "LARGE", 100)
    with client.get("/lab/assets/fonts/README.md", headers=PACKED) as answer:
        assert "Content-Encoding" not in answer.headers
        assert len(answer.get_data()) > 100
