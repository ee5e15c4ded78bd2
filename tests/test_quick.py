"""What `make quick` leaves out is there, and is not even read."""

import pytest
from tests.conftest import SLOW, TESTS, pytest_ignore_collect


@pytest.mark.parametrize("name", SLOW)
def test_what_is_left_out_is_there(name):
    assert (TESTS / name).exists()


@pytest.mark.parametrize("quick", [True, False])
def test_it_is_left_out_only_when_that_is_wanted(quick, pytestconfig, monkeypatch):
    monkeypatch.setattr(pytestconfig.option, "quick", quick)
    for name in SLOW:
        assert (pytest_ignore_collect(TESTS / name, pytestconfig) is True) == quick
    assert pytest_ignore_collect(TESTS / "web", pytestconfig) is None
