"""Nothing that somebody wrote is run, unpickled or taken for HTML: no code has words for it."""

import re
from pathlib import Path

import pytest
from tests.web.browsers import ASSETS, script_files

import osteoniche

SOURCES = sorted(Path(osteoniche.__file__).parent.rglob("*.py"))
RUNS = re.compile(
    r"(?<![\w.])(?:eval|exec)\(|\bpickle\.loads?\(|allow_pickle=True|os\.system|shell=True"
    r"|\byaml\b|dangerously_?allow|render_template_string"
)
IN_BROWSERS = re.compile(
    r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML|innerHTML|javascript:"
)
WRITTEN_OUT = ASSETS / "shell" / "written.js"
"""Puts in HTML that the server made of its own tables."""


def test_python_runs_no_text():
    assert len(SOURCES) > 100
    found = [file.name for file in SOURCES if RUNS.search(file.read_text(encoding="utf-8"))]
    assert found == []


def test_scripts_run_no_text_and_one_writes_html():
    found = {file: IN_BROWSERS.findall(file.read_text(encoding="utf-8")) for file in script_files()}
    assert {file: words for file, words in found.items() if words} == {WRITTEN_OUT: ["innerHTML"]}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (RUNS, "x = eval(text)"),
        (RUNS, "pickle.loads(data)"),
        (RUNS, "np.load(f, allow_pickle=True)"),
        (RUNS, "dcc.Markdown(text, dangerously_allow_html=True)"),
        (IN_BROWSERS, "box.innerHTML = name"),
        (IN_BROWSERS, "new Function(text)()"),
    ],
)
def test_the_words_are_found(pattern, text):
    assert pattern.search(text)
