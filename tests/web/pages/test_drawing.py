"""The living picture as it is laid out: its parts, their words and cards, and every drug."""

import re
from xml.etree import ElementTree

import pytest

from osteoniche.drugs import DRUGS
from osteoniche.equations import chapters
from osteoniche.figures.scene import SERIES
from osteoniche.roles import Place
from osteoniche.system import default_system
from osteoniche.web.kit.places import place
from osteoniche.web.pages.explore import drawing
from osteoniche.web.pages.explore.parts import PARTS, drug_part

NUMBERS = {*SERIES, "blocked", "full", "passes", "covered", "level"}
"""What a text may have in braces: assets/pages/explore/picture/figures.js has no more."""


@pytest.fixture(scope="module")
def text() -> str:
    return drawing.contents()


@pytest.fixture(scope="module")
def art(text) -> ElementTree.Element:
    """The drawing, which is well formed."""
    (found,) = re.findall(r'<svg class="art".*?</svg>', text, re.DOTALL)
    return ElementTree.fromstring(found)


def test_every_part_is_drawn_and_has_its_words_and_its_card(text, art):
    drawn = {group.get("data-part") for group in art.iter("g")} - {None}
    assert drawn == {part.key for part in PARTS}
    assert {"bone", "osteoclasts", "osteoblasts", "jagged1", "antibody", "tumour", "notch"} <= drawn
    for part in PARTS:
        assert re.search(rf'<button(?=[^>]*class="tag")[^>]*data-part="{part.key}"', text), part.key
        assert f'id="card-{part.key}"' in text


def test_the_drawing_is_named_and_described(art):
    assert all(art.find(tag).text for tag in ("title", "desc"))
    assert art.get("aria-labelledby").split() == [
        art.find(tag).get("id") for tag in ("title", "desc")
    ]


def test_what_is_used_is_defined(art):
    defined = {each.get("id") for each in art.iter()} - {None}
    named = re.findall(r"#([\w-]+)", ElementTree.tostring(art, encoding="unicode"))
    assert set(named) <= defined
    assert {"cell-0", "cell-1", "dying", "clast", "blast", "osteocyte"} <= defined


@pytest.mark.parametrize("name", DRUGS)
def test_every_drug_shows_where_it_acts(name, text):
    (chip,) = re.findall(rf'<button[^>]*data-drug="{name}".*?</button>', text)
    acts = re.search(r'data-acts="([^"]*)"', chip)[1].split()
    assert set(acts) == {place.value for place in DRUGS[name].acts_on}
    chief = re.search(r'data-chief="([^"]*)"', chip)[1]
    assert chief in acts or not set(acts) & {"tumour", "Jagged1", "Notch", "bone"}
    for other in set(acts) & {Place.MARROW, Place.NERVES, Place.GUT}:
        assert other in re.search(r"also ([^<]*)<", chip)[1]
    assert f'id="card-drug-{name}"' in text


def test_words_have_only_numbers_that_there_are():
    for part in (*PARTS, *map(drug_part, DRUGS)):
        told = " ".join([part.says, *part.numbers.values()])
        assert set(re.findall(r"\{(\w+)\}", told)) <= NUMBERS, part.key


def test_every_card_leads_to_an_equation_and_a_constant():
    equations = {place(each) for chapter in chapters() for each in chapter.equations}
    for part in (*PARTS, *map(drug_part, DRUGS)):
        assert f"equation-{part.equation}" in equations, part.key
        assert part.constant in default_system().by_symbol, part.key


def test_no_more_is_drawn_in_health_than_there_is_room_for():
    assert all(drawing.SCALE[kind] <= most for kind, most in drawing.MOST.items())


MULTIPLES = {"osteoclasts", "resorption", "osteoblasts", "jagged1", "free", "pthrp", "tgf"}
SHARES = {"blocked", "passes", "covered", "dying", "bone"}
"""Numbers that are nothing without what they are of."""


def test_every_multiple_and_share_says_of_what():
    for part in (*PARTS, *map(drug_part, DRUGS)):
        for told in (part.says, *part.numbers.values()):
            for name, behind in re.findall(r"\{(\w+)\}([^{]*)", told):
                if name in MULTIPLES:
                    assert re.match(r" × (healthy|basal PTH)$", behind), told
                if name == "notch":
                    assert behind.startswith(" of 1"), told
                if name in SHARES:
                    assert behind.startswith(" of "), told


def test_what_passes_is_said_to_be_the_kill_and_passes_the_shield():
    (kill,) = [part for part in PARTS if part.key == "kill"]
    assert "drugs" in kill.word
    assert kill.says == "{passes} of it passes the shield"
    assert "does not mean that all cells are killed" in kill.meaning


def test_size_arrows_dashes_and_hatching_are_explained_in_two_short_sentences(text):
    (scale,) = re.findall(r'<p class="scale">(.*?)</p>', text)
    size, dashes = re.findall(r"<span>(.*?)</span>", scale)
    assert str(drawing.SCALE["cells"]) in size
    assert "tumour" in size
    assert "arrows" in size
    assert {"Dashed", "hatched", "lost", "shield"} <= set(re.findall(r"\w+", dashes))
    assert all(each.endswith(".") and len(each) < 80 for each in (size, dashes))


def test_cards_say_how_much_is_drawn(text):
    for drawn in ("Drawn: 1 in health", "Drawn: 5 in health", "Drawn: 2 on each", "64 at most"):
        assert drawn in text
    assert not re.search(r"Drawn[^<]*\{", text)


def test_the_heading_says_the_day_of_all_numbers(text):
    (heading,) = re.findall(r"<h3[^>]*>", text)
    assert "on day {day}" in heading
