"""A Result, and the bytes in which it is remembered."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osteoniche.engine.result import Result, Status, failed, from_bytes, to_bytes
from osteoniche.errors import SolverError


def handmade():
    """Days 0, 1 and 2 with a dose on day 1: the moment before it is no row."""
    return Result(
        days=np.array([0.0, 1.0, 1.0, 2.0]),
        on_grid=np.array([True, False, True, True]),
        series={
            "tumour_cells": np.array([100.0, 200.0, 200.0, 50.0]),
            "15D11_nM": np.array([0.0, -0.0, 1e-300, np.pi]),
        },
        units={"tumour_cells": "cell", "15D11_nM": "nmol/L"},
    )


def assert_same(first, second):
    assert first.status is second.status
    assert list(first.series) == list(second.series)
    assert dict(first.units) == dict(second.units)
    assert (first.days.dtype, first.on_grid.dtype) == (np.float64, np.bool_)
    for name in ("days", "on_grid"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    for name in first.series:
        assert first.series[name].tobytes() == second.series[name].tobytes()


def test_rows_leave_out_the_moment_before_a_dose():
    result = handmade()
    assert list(result.grid) == [0, 1, 2]
    assert list(result["tumour_cells"]) == [100, 200, 50]
    assert result["15D11_nM"][1] == 1e-300
    assert result.at("15D11_nM", 1) == 1e-300
    assert result.at("tumour_cells", 1.9) == 50
    with pytest.raises(KeyError):
        result["nonsense"]


def test_a_result_that_is_fine_is_handed_on():
    result = handmade()
    assert result.ok
    assert result.checked() is result


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_a_failed_run_has_no_rows_and_a_sentence(status):
    result = failed(status)
    assert not result.ok
    assert len(result.grid) == 0
    with pytest.raises(SolverError, match=status.value[:30]):
        result.checked()
    assert_same(from_bytes(to_bytes(result)), result)


def test_each_status_is_a_sentence_of_its_own():
    assert len({status.value for status in Status}) == len(Status)
    assert all(status.value[0].isupper() and status.value.endswith(".") for status in Status)


@pytest.mark.parametrize(
    "made", [handmade(), from_bytes(to_bytes(handmade()))], ids=["new", "read"]
)
def test_nobody_can_change_a_result(made):
    arrays = [made.days, made.on_grid, *made.series.values()]
    for values in arrays:
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1
    for mapping in (made.series, made.units):
        with pytest.raises(TypeError):
            mapping["tumour_cells"] = None


# Bytes


@given(st.integers(0, 30), st.integers(0, 5), st.data())
def test_there_and_back(rows, columns, data):
    numbers = st.lists(st.floats(), min_size=rows, max_size=rows)  # NaN and infinity included
    names = data.draw(
        st.lists(st.text(max_size=5), min_size=columns, max_size=columns, unique=True)
    )
    result = Result(
        np.array(data.draw(numbers), dtype=float),
        np.array(data.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)), dtype=bool),
        {name: np.array(data.draw(numbers), dtype=float) for name in names},
        {name: data.draw(st.text(max_size=5)) for name in names},
        data.draw(st.sampled_from(Status)),
    )
    assert_same(from_bytes(to_bytes(result)), result)


def test_bytes_hold_no_pickle():
    with zipfile.ZipFile(io.BytesIO(to_bytes(handmade()))) as archive:
        assert sorted(archive.namelist()) == ["header.npy", "on_grid.npy", "values.npy"]
        for name in archive.namelist():
            np.lib.format.read_array(io.BytesIO(archive.read(name)), allow_pickle=False)


def refused(data):
    with pytest.raises(ValueError, match="not a result"):
        from_bytes(data)


@pytest.mark.parametrize("data", [b"", b"\0", b"garbage", b"PK", b"PK\x05\x06" + bytes(18), b"{}"])
def test_what_is_no_archive_is_refused(data):
    refused(data)


@settings(max_examples=300)
@given(st.binary() | st.binary().map(lambda tail: b"PK\x03\x04" + tail) | st.binary().map(
    lambda tail: b"\x93NUMPY\x01\x00" + tail))  # fmt: skip
def test_junk_is_refused(data):
    refused(data)


def test_every_truncation_is_refused():
    data = to_bytes(handmade())
    for length in range(len(data)):
        refused(data[:length])


@given(st.integers(0, len(to_bytes(handmade())) - 1), st.integers(1, 255))
def test_a_changed_byte_gives_the_result_or_is_refused(place, change):
    data = bytearray(to_bytes(handmade()))
    data[place] ^= change
    try:
        found = from_bytes(bytes(data))
    except ValueError:
        return
    assert_same(found, handmade())


def archive_of(header=None, **changes):
    """The bytes of a result with parts replaced, or left out where None; a header may be text."""
    fields = {"status": "OK", "names": ["a"], "units": {"a": "cell"}}
    text = header if isinstance(header, bytes) else json.dumps(fields | (header or {})).encode()
    parts = {
        "header": np.frombuffer(text, dtype=np.uint8),
        "values": np.zeros((2, 3)),
        "on_grid": np.ones(3, dtype=bool),
    } | changes
    buffer = io.BytesIO()
    np.savez(buffer, **{name: part for name, part in parts.items() if part is not None})
    return buffer.getvalue()


def test_an_archive_with_all_parts_is_a_result():
    assert list(from_bytes(archive_of()).series) == ["a"]


@pytest.mark.parametrize(
    "changes",
    [
        {"header": {"names": ["a", "b"]}},
        {"header": {"names": ["a", "a"]}, "values": np.zeros((3, 3))},
        {"header": {"names": None}},
        {"header": {"names": 5}},
        {"header": {"names": [["a"]]}},
        {"header": {"names": "a", "units": {}}},
        {"header": {"units": ["cell"]}},
        {"header": {"units": ["a"]}},
        {"header": {"units": {}}},
        {"header": {"units": None}},
        {"header": {"status": "FINE"}},
        {"header": {"status": None}},
        {"values": None},
        {"values": np.zeros((2, 4))},
        {"values": np.zeros((2, 3, 1))},
        {"values": np.zeros(6)},
        {"values": np.zeros((2, 3), dtype=np.float32)},
        {"values": np.zeros((2, 3), dtype=complex)},
        {"values": np.full((2, 3), "0.0")},
        {"on_grid": None},
        {"on_grid": np.ones(2, dtype=bool)},
        {"on_grid": np.ones(3)},
        {"on_grid": np.ones((3, 1), dtype=bool)},
        {"on_grid": np.array(True)},
    ],
    ids=str,
)
def test_an_archive_of_another_shape_is_refused(changes):
    refused(archive_of(**changes))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"5", b"\xff", b"[" * 100_000, b'"names"'])
def test_an_archive_with_another_header_is_refused(text):
    refused(archive_of(header=text))


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_nothing_is_ever_executed(tmp_path):
    sprung = tmp_path / "sprung"
    trap = np.array([Trap(sprung)], dtype=object)
    plain, archive = io.BytesIO(), io.BytesIO()
    np.save(plain, trap)
    np.savez(archive, header=trap, values=trap, on_grid=trap)
    traps = [pickle.dumps(Trap(sprung)), plain.getvalue(), archive.getvalue()]
    traps += [archive_of(**{name: trap}) for name in ("values", "on_grid")]
    for data in traps:
        refused(data)
    assert not sprung.exists()
    pickle.loads(traps[0])
    assert sprung.exists()  # the trap works
