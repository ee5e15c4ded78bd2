"""The page of equations as it is written: everything there, and every way leads somewhere."""

import re
from xml.etree import ElementTree

import pytest
from dash import html
from markupsafe import Markup

from osteoniche.calibration.parameter_set import shipped
from osteoniche.equations import chapters
from osteoniche.system import default_system
from osteoniche.web.kit import places
from osteoniche.web.kit.markup import markup
from osteoniche.web.pages.equations import PAGE, callbacks
from osteoniche.web.pages.evidence import constants


@pytest.fixture(scope="module")
def body() -> str:
    return markup(callbacks.body())


@pytest.fixture(scope="module")
def table() -> str:
    return markup(constants.table(shipped()))


def test_every_equation_is_written_once(body):
    for chapter in chapters():
        for one in chapter.equations:
            assert body.count(f'id="{places.place(one)}"') == 1


def test_it_is_made_before_anybody_sees_it_and_once(body):
    assert PAGE.prepare() == body
    assert PAGE.prepare() is callbacks.written()


def test_it_is_well_formed(body):
    assert ElementTree.fromstring(f"<div>{body}</div>").find(".//math") is not None


def test_every_way_leads_to_a_place_of_the_page_it_names(body, table):
    read = {
        page: ElementTree.fromstring(f"<div>{text}</div>")
        for page, text in {"equations": body, "evidence": table}.items()
    }
    places = {page: {each.get("id") for each in tree.iter()} for page, tree in read.items()}
    ways = [each for tree in read.values() for each in tree.iter("a") if each.get("class") == "way"]
    assert len(ways) > 400
    for way in ways:
        page, target = way.attrib["data-leads"], way.attrib["data-focus"]
        assert way.attrib["href"] == f"{page}#{target}"
        assert target in places[page]
    jumps = [each for each in read["equations"].iter("a") if each.get("class") == "jump"]
    assert len(jumps) == len(chapters())
    assert {each.attrib["href"] for each in jumps} <= {f"#{place}" for place in places["equations"]}


def test_every_constant_leads_to_an_equation_and_back(body, table):
    rows = dict(re.findall(r'<tr[^>]* id="constant-(\w+)"(.*?)</tr>', table))
    assert list(rows) == [param.symbol for param in default_system().params]
    for symbol, row in rows.items():
        assert 'data-leads="equations"' in row, symbol
        assert f'data-focus="constant-{symbol}"' in body, symbol


def test_a_constant_is_told_for_both_species_where_they_differ(body):
    assert "removal of osteoblasts</a>: 0.189 1/day" in body
    assert "largest tumour the site carries</a>: 300 million; patient 1 trillion cell" in body


def test_a_word_for_scripts_may_be_empty():
    assert markup(html.P("x", **{"data-leads": ""})) == '<p data-leads="">x</p>'


def test_only_what_is_marked_as_markup_is_written_as_it_is():
    assert markup(html.P(["<b>", Markup("<i>x</i>")])) == "<p>&lt;b&gt;<i>x</i></p>"
