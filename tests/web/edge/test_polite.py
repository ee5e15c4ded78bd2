"""What is made of many curves lets single ones go first."""

import os
import sys
import threading

import pytest

from osteoniche.errors import SolverError
from osteoniche.jobs.pool import POLITENESS
from osteoniche.scenario.presets import preset
from osteoniche.settings import read_settings
from osteoniche.web.computing import Computing
from osteoniche.web.edge.polite import politely
from osteoniche.web.pages.explore import likely_range

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="politeness of threads is Linux's")


def politeness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@on_linux
def test_its_thread_and_those_that_it_begins_let_others_go_first():
    here = politeness()
    assert politely(politeness) == min(19, here + POLITENESS)
    assert politely(lambda: politely(politeness)) == min(19, here + 2 * POLITENESS)
    assert politeness() == here


@on_linux
def test_a_likely_range_is_computed_so(monkeypatch, tmp_path):
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path))
    seen = []

    def band(scenario, threads):
        seen.append(politeness())
        raise SolverError("seen enough")

    monkeypatch.setattr(likely_range, "band", band)
    with pytest.raises(SolverError):
        Computing(read_settings()).band(preset("combination"))
    assert seen == [min(19, politeness() + POLITENESS)]


@on_linux
def test_where_that_is_forbidden_it_computes_as_others_do(monkeypatch):
    def forbidden(*given):
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    assert politely(lambda: 7) == 7


def test_what_goes_wrong_is_told():
    with pytest.raises(ValueError, match="why"):
        politely(lambda: (_ for _ in ()).throw(ValueError("why")))
