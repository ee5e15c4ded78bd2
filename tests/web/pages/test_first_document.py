"""What the first document says of an address, before any script has come."""

import re
from html import unescape

import pytest
from tests.runs import run
from tests.web.browsers import page

from osteoniche.figures.look import LINES
from osteoniche.narrative import answer
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.web.edge import weight
from osteoniche.web.edge.health import Busy
from osteoniche.web.pages.explore.opening import HEIGHT, WIDTH, opening

ASKED = preset("combination")


def points(html: str) -> list[list[tuple[float, float]]]:
    """The points of each line, in order."""
    lines = re.findall(r'points="([^"]*)"', html)
    return [
        [(float(a), float(b)) for a, b in (p.split(",") for p in line.split())] for line in lines
    ]


def test_it_has_the_answer_and_the_tumour_of_all_arms():
    html = opening(address.encode(ASKED), run)
    assert answer(ASKED, run(ASKED), run(preset("untreated"))).title in unescape(html)
    drawn = points(html)
    assert len(drawn) == len(ARMS) + 1
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for line in drawn for x, y in line)
    ends = dict(zip([*ARMS, "own"], (line[-1] for line in drawn), strict=True))
    assert ends["untreated"][1] == 0, "the largest stands on top"
    assert ends["own"] == ends["combination"]
    assert ends["combination"][1] > ends["chemotherapy"][1]
    assert LINES["untreated"].colour in html


def test_it_waits_for_no_dear_curve():
    daily = [{"drug": "docetaxel", "dose": 1.0, "start": 7.0, "every": 0.5}]
    dear = preset("untreated").changed(days=180, treatments=[*daily, {**daily[0], "drug": "15D11"}])
    assert weight.is_dear(dear)
    asked = []
    assert opening(address.encode(dear), asked.append) == ""
    assert asked == []


def test_it_is_small():
    assert len(opening("", run)) < 15_000
    assert len(opening("species=human", run)) < 40_000


def test_without_a_tumour_there_is_no_line():
    html = opening(address.encode(preset("healthy")), run)
    assert "<svg" not in html
    assert "<strong>" in html


def test_where_there_is_no_answer_at_once_there_is_none():
    def busy(scenario: Scenario) -> None:
        raise Busy

    assert opening("", busy) == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(("path", "there"), [("", True), ("surface", False), ("evidence", False)])
def test_it_stands_in_the_document_of_explore_alone(path, there):
    html = page().server.test_client().get(f"/{path}?15D11=10@7/3.5.ip").get_data(as_text=True)
    assert ('class="opening"' in html) == there


def test_while_the_model_is_compiled_nothing_waits_for_it():
    def never(scenario: Scenario) -> None:
        raise AssertionError(scenario)

    client = page(never, preparing=lambda: True).server.test_client()  # type: ignore[arg-type]
    assert 'class="opening"' not in client.get("/").get_data(as_text=True)
