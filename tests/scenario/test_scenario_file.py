"""Scenario files: one way to read them for the page and the command line."""

import gzip
import io
import json
import zipfile

import pytest

from osteoniche.commands import cli
from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.scenario.file import EXPECTED, too_large
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.explore.answer import scenario_json

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40


def zipped() -> bytes:
    with io.BytesIO() as written:
        with zipfile.ZipFile(written, "w") as archive:
            archive.writestr("a.txt", "text")
        return written.getvalue()


WRONG = {
    b"": "empty",
    b" \n\t": "empty",
    b"\xef\xbb\xbf": "empty",
    PNG: "a picture (PNG)",
    b"\xff\xd8\xff\xe0 JFIF": "a picture (JPEG)",
    b"GIF89a": "a picture (GIF)",
    b"%PDF-1.7": "a PDF document",
    zipped(): "a ZIP archive or an office document",
    gzip.compress(b"{}"): "a compressed file (gzip)",
    '{"days": 42}'.encode("utf-16"): "text in UTF-16 rather than UTF-8",
    b'{"host": "\xe9"}': "not text in UTF-8",
    b"Dear editor,\nplease": "text, not JSON (Expecting value, line 1, column 1)",
    b"days,tumour\n1,2": "text, not JSON (Expecting value, line 1, column 1)",
    b'{"days": 42,\n "host"': "JSON that is cut off or wrong (Expecting ':' delimiter, line 2, "
    "column 8)",
    b"[" * 100_000: "JSON that is nested too deep",
    b'{"days": ' + b"9" * 5000 + b"}": "JSON with a number of too many digits",
    b'{"days": 42, "days": 60}': "JSON that gives 'days' twice",
    b"[1, 2]": "JSON that holds a list",
    b"42": "JSON that holds a number",
    b'"mouse"': "JSON that holds a text",
    b"true": "JSON that holds true or false",
    b"null": "JSON that holds nothing",
    b'{"type": "FeatureCollection", "features": [], "bbox": 1, "crs": 2}': "JSON of something "
    "else, with 'type', 'features', 'bbox'",
    b'{"scenario": 3, "series": {}}': "JSON of something else, with 'scenario', 'series'",
}


@pytest.mark.parametrize("content", WRONG, ids=[WRONG[content][:30] for content in WRONG])
def test_what_a_file_is_instead(content):
    for read in (Scenario.document, Scenario.model_validate_json):
        with pytest.raises(ScenarioError) as caught:
            read(content)
        (problem,) = caught.value.problems
        assert problem.value == WRONG[content]
        assert str(caught.value) == f"file: this is {WRONG[content]}; {EXPECTED}."


def test_text_that_is_no_json_is_our_own_error():
    for text in ("", "days: 42", "[1]", "{"):
        with pytest.raises(ScenarioError, match=r"file: this is "):
            Scenario.model_validate_json(text)
    with pytest.raises(ScenarioError, match="days: 3 is not allowed"):
        Scenario.model_validate_json('{"days": 3}')


def test_two_problems_of_a_file_come_at_once():
    with pytest.raises(ScenarioError) as caught:
        Scenario.model_validate_json('{"version": 2, "days": 3, "treatments": [{"drug": "tea"}]}')
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["days", "version", "treatments[0].drug"]
    assert "version: 2 is not allowed; this program reads version 1; a newer Osteoniche" in str(
        caught.value
    )


def test_a_scenario_and_a_result_are_read(tmp_path):
    asked = preset("combination").changed(days=60, parameters={"kkP": 0.3})
    saved = tmp_path / "saved.json"
    saved.write_text(scenario_json(asked))
    result = tmp_path / "result.json"
    again = ["simulate", "--scenario", str(saved), "--format", "json", "--out", str(result)]
    assert cli.main(again) == 0
    for file in (saved, result):
        assert Scenario.model_validate_json(file.read_bytes()) == asked
    assert json.loads(result.read_text())["scenario"]["days"] == 60
    # and the command line reads its own results
    assert cli.main(["simulate", "--scenario", str(result), "--out", str(tmp_path / "x")]) == 0


def test_a_large_file_is_told_by_its_size_and_kind():
    said = str(too_large(b'{"days": 42', 300_000, 100_000))
    assert said == f"file: this is a file of 300 kB; {EXPECTED} of at most 100 kB."
    assert "this is a picture (PNG) of 2,345 kB;" in str(too_large(PNG[:20], 2_345_000, 100_000))
