"""The compiled system: its fingerprint, where it is kept, and that it is the system.

Processes run the generated code without numba's compiler, which would take most of a minute.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import osteoniche
from osteoniche.engine import compiled
from osteoniche.engine.compiled import SCIENCE, fingerprint, fingerprint_of
from osteoniche.quantity import SPECIES
from osteoniche.system import default_system, keep

PACKAGE = Path(osteoniche.__file__).parent
SYSTEM = default_system()


# The fingerprint


@pytest.fixture
def copy(tmp_path):
    """The package, copied to where a test may change it."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(PACKAGE, tmp_path / "osteoniche", ignore=ignored))


def of_the_science(file, folder):
    """Whether a file of the package lies in one of the named modules or folders."""
    return named(file.relative_to(folder).with_suffix("").as_posix())


def named(path):
    """The same for its path without an ending, such as engine/solver or scenario/__init__."""
    return any(path == name or path.startswith(f"{name}/") for name in SCIENCE)


def test_every_named_module_exists():
    for name in SCIENCE:
        assert (PACKAGE / f"{name}.py").exists() != (PACKAGE / name / "__init__.py").exists(), name


def test_the_fingerprint_is_that_of_the_sources_wherever_they_lie(copy):
    assert fingerprint() == fingerprint_of(PACKAGE) == fingerprint_of(copy)
    assert len(fingerprint()) == 16
    int(fingerprint(), 16)


def test_it_changes_with_each_byte_of_the_science_and_with_nothing_else(copy):
    seen = {fingerprint_of(copy)}
    files = [file for file in sorted(copy.rglob("*")) if file.suffix in {".py", ".json"}]
    assert sum(of_the_science(file, copy) for file in files) > 15
    for file in files:
        before = file.read_bytes()
        file.write_bytes(before + b"\n")
        if of_the_science(file, copy):
            assert fingerprint_of(copy) not in seen, file
            seen.add(fingerprint_of(copy))
        else:
            assert fingerprint_of(copy) in seen, file
        file.write_bytes(before)
    assert fingerprint_of(copy) in seen


def test_it_changes_with_new_and_renamed_files_of_the_science(copy):
    before = fingerprint_of(copy)
    drug = copy / "drugs" / "new.py"
    drug.write_text("")
    added = fingerprint_of(copy)
    drug.rename(copy / "drugs" / "newer.py")
    assert len({before, added, fingerprint_of(copy)}) == 3


def test_it_does_not_change_with_texts_and_leftovers(copy):
    before = fingerprint_of(copy)
    for name in ("README.md", "models/README.md", "drugs/__pycache__/new.pyc", "models/.new.swp"):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text("new")
    assert fingerprint_of(copy) == before


def test_it_changes_with_the_versions_of_the_libraries(monkeypatch):
    before = fingerprint_of(PACKAGE)
    monkeypatch.setattr(compiled.metadata, "version", lambda library: "0")
    assert fingerprint_of(PACKAGE) != before


# The code


@pytest.mark.parametrize("species", SPECIES)
def test_it_is_the_system_that_floats_compute(species):
    numbers = np.random.default_rng(7)
    p = SYSTEM.values(species)
    begun = SYSTEM.start(p)
    start = np.array([begun[state.name] for state in SYSTEM.states], dtype=float)
    constants = np.array([getattr(p, param.symbol) for param in SYSTEM.params])
    for _ in range(20):
        y = start * numbers.uniform(0.5, 2, start.shape) + numbers.uniform(0, 1, start.shape)
        inflow = numbers.uniform(0, 1, len(SYSTEM.drugs))
        x = SimpleNamespace(**dict(zip((s.name for s in SYSTEM.states), y, strict=True)))
        entering = {drug.name: rate for drug, rate in zip(SYSTEM.drugs, inflow, strict=True)}
        expected = SYSTEM.evaluate(x, p, entering, keep)
        vector = compiled.load().prepare(np.concatenate([constants, inflow]))
        out = np.empty(len(y))
        compiled.load().rates(y, 0.0, vector, out)
        rates = [expected.rates[state.name] for state in SYSTEM.states]
        np.testing.assert_allclose(out, rates, rtol=1e-9, atol=1e-12)
        shown = compiled.load().observe(y[np.newaxis], vector)
        assert shown.shape == (len(SYSTEM.readouts), 1)
        readouts = [expected.readouts[readout.name] for readout in SYSTEM.readouts]
        np.testing.assert_allclose(shown[:, 0], readouts, rtol=1e-12)


# Processes


def environment(cache, **more):
    return os.environ | {"XDG_CACHE_HOME": str(cache), "NUMBA_DISABLE_JIT": "1"} | more


def start(code, **env):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=env,
    )  # fmt: skip


def outcome(process):
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    return out


CURVE = """
import json, sys
from osteoniche.engine import compiled
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate
ready = compiled.is_ready()
simulate(preset("untreated").changed(days=8), throw=True)
result = simulate(preset("combination").changed(days=8), throw=True)
print(json.dumps({
    "ready": ready,
    "written": [str(compiled._source_file(costs)) for costs in (False, True)],
    "modules": sorted(sys.modules),
    "files": [getattr(each, "__file__", None) or "" for each in sys.modules.values()],
    "cells": list(result["tumour_cells"]),
}))
"""
NEEDS_LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="XDG_CACHE_HOME names the cache on Linux only"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A new cache folder; what two processes say that wrote it together, and one that read it."""
    cache = tmp_path_factory.mktemp("cache")
    writers = [start(CURVE, **environment(cache)) for _ in range(2)]
    first, second = (json.loads(outcome(writer)) for writer in writers)
    return cache, first, second, json.loads(outcome(start(CURVE, **environment(cache))))


@NEEDS_LINUX
def test_two_processes_may_write_it_at_the_same_time(written):
    cache, first, second, third = written
    files = sorted(path for path in cache.rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert {file.name: file.read_text(encoding="utf-8") for file in files} == {
        f"system_{fingerprint()}.py": compiled.source(SYSTEM.core),
        f"system_with_costs_{fingerprint()}.py": compiled.source(SYSTEM),
    }
    named = [str(file) for file in files]
    assert named == first["written"] == second["written"] == third["written"]
    assert first["cells"] == second["cells"] == third["cells"]


@NEEDS_LINUX
def test_sympy_writes_the_code_and_is_not_imported_to_read_it(written):
    _, first, _, third = written
    assert (first["ready"], third["ready"]) == (False, True)
    assert "sympy" in first["modules"]
    assert not {"sympy", "dash", "flask", "plotly"} & set(third["modules"])


@NEEDS_LINUX
def test_what_a_curve_needs_is_in_the_fingerprint(written):
    files = [Path(name) for name in written[-1]["files"]]
    ours = {
        file.relative_to(PACKAGE).with_suffix("").as_posix()
        for file in files
        if file.is_relative_to(PACKAGE)
    }
    # errors, numerals, roles and types are words; what the others decide or read, a Scenario holds
    held = ("checks", "constants", "courses", "file", "former", "limits", "scales", "types")
    scenario = {f"scenario/{name}" for name in held}
    assert {name for name in ours if not named(name)} == scenario | {
        "__init__",
        "errors",
        "numerals",
        "roles",
    }


@NEEDS_LINUX
def test_a_cache_that_can_not_be_written_is_no_hindrance(tmp_path):
    blocked, temporary = tmp_path / "file", tmp_path / "temporary"
    blocked.write_text("not a folder")
    temporary.mkdir()
    environ = environment(blocked / "cache", TMPDIR=str(temporary))
    found = json.loads(outcome(start(CURVE, **environ)))
    assert all(Path(file).is_relative_to(temporary) for file in found["written"])
    assert len(found["cells"]) == 49
    assert blocked.read_text() == "not a folder"


def test_a_second_load_is_the_same_code():
    assert compiled.load() is compiled.load()
    assert compiled.is_ready()
