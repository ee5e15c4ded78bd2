"""Addresses in a real browser: they restore everything, and a wrong one is told."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.runs import give, run, scenario

from osteoniche import __version__, parameters
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words

OPEN = preset(OPENING)
OTHER = "reference-2026"


def query(page: Page) -> str:
    return page.url.partition("?")[2]


def shown(page: Page) -> Scenario:
    """The scenario of the address."""
    return address.decode(query(page))


def combination(antibody: float) -> Scenario:
    return scenario(treatments=[give("paclitaxel"), give("15D11", dose=antibody)])


PLACES: dict[str, Scenario] = {
    "healthy": preset("healthy"),
    "patient": preset("combination", HUMAN),
    "transgenic": scenario(host="transgenic", tumour="jagged1-high", days=30, induction=2.5),
    "everything": scenario(
        days=60,
        induction=5.0,
        treatments=[
            give("cisplatin", dose=2.5, start=9.5, every=None),
            give("15D11", dose=3.0, route="infusion", hours=2.0),
            give("zoledronate", dose=50.0, until=40.0),
        ],
        parameters={"kkC": 0.4, "T0": 3000.0},
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_address_restores_everything(open_page, name):
    asked = PLACES[name]
    view = "view.axis=linear&view.open=cells,values"
    page = open_page("?" + "&".join(filter(None, [address.encode(asked), view])))
    lab.await_drawn(page, asked)
    lab.address_has(page, "view.open=cells,values")
    assert shown(page) == asked
    assert address.view(query(page)) == {"axis": "linear", "open": "cells,values"}
    assert lab.axes(page)["yaxis2"]["type"] == "linear"
    expect(page.locator(f"#{ids.TABLE} table").last).to_be_visible()
    assert lab.value(page, lab.INDUCTION) == asked.induction
    antibody = asked.treatment("15D11")
    assert lab.value(page, lab.ANTIBODY) == (antibody.dose if antibody else 0)


def test_the_address_of_a_page_gives_the_same_page(open_page):
    page = open_page(f"?{lab.SET}&15D11=3.5")
    lab.await_drawn(page, combination(3.5))
    lab.unfold(page, "Numbers")
    lab.drag(page, lab.ANTIBODY, 10)
    lab.await_drawn(page, preset("combination"))
    lab.address_has(page, "15D11=10@")
    assert "view.open=values" in query(page)
    again = open_page("?" + query(page), theme="dark")
    lab.await_drawn(again, preset("combination"))
    assert query(again) == query(page)
    curves = [
        [(trace["name"], trace["x"], trace["y"]) for trace in lab.curves(each)]
        for each in (page, again)
    ]
    assert curves[0] == curves[1]


def test_what_only_an_address_can_set_is_said_and_can_be_taken_back(page):
    place = "p.kkP=0.31&rankl-inhibitor=3&zoledronate=100"
    lab.visit(page, place)
    asked = lab.at(place)
    lab.await_drawn(page, asked)
    said = page.locator(f"#{ids.ALSO}")
    expect(said).to_have_text("Also set: kkP = 0.31, OPG-Fc 3 mg/kg.")
    page.get_by_role("button", name="Take back", exact=True).click()
    lab.await_drawn(page, lab.at("zoledronate=100"))
    expect(said).to_be_empty()


WRONG = {
    "?days=3&induction=99": ["days: 3 is not allowed", "induction: 99"],
    "?nonsense=%3Cb%3E1%3C/b%3E": ["nonsense", "there is no such field"],
    "?view.minus=nope": ["view.minus: 'nope' is not allowed; choose from untreated"],
    "?paclitaxel=lots&utm_source=mail": ["paclitaxel", "write dose@start/every-until.route"],
}


def test_what_is_wrong_with_an_address_is_one_notice(open_page):
    first, *others = WRONG
    page = open_page(first)
    lab.await_drawn(page, OPEN)
    assert_one_notice(page, WRONG[first])
    lab.address_is_plain(page)
    for place in others:
        lab.visit(page, place.removeprefix("?"))
        assert_one_notice(page, WRONG[place])
        assert lab.drawn_as(page, run(OPEN))


def test_a_link_with_a_wrong_word_keeps_the_rest(open_page):
    page = open_page(f"?{lab.SET}&15D11=10@7/3.5.ip&colour=red&utm_source=teams&fbclid=1")
    lab.await_drawn(page, preset("combination"))
    assert_one_notice(page, ["colour: there is no such field"])
    expect(page.locator(f"#{ids.ADDRESS_NOTICE}")).not_to_contain_text("utm_source")
    assert lab.value(page, lab.ANTIBODY) == 10
    assert shown(page) == preset("combination")


def test_words_of_a_mail_program_are_ignored_in_silence(open_page):
    page = open_page(f"?{lab.SET}&15D11=10@7/3.5.ip&utm_source=teams&fbclid=1")
    lab.await_drawn(page, preset("combination"))
    expect(page.locator(f"#{ids.ADDRESS_NOTICE}")).to_be_empty()


def test_a_link_of_another_set_and_version_says_so_and_offers_both(open_page):
    link = f"set={OTHER}&days=60&made=0.0.1"
    page = open_page(f"?{link}")
    lab.await_drawn(page, address.decode(link))
    notice = page.locator(f"#{ids.ADDRESS_NOTICE}")
    expect(notice).to_contain_text("saved with Osteoniche 0.0.1")
    expect(notice).to_contain_text(f"parameter set {OTHER}")
    expect(page.locator(f"#{ids.DIFFERS}")).to_contain_text(f"parameter set {OTHER}")
    lab.address_has(page, f"set={OTHER}&days=60&made={__version__}")
    notice.get_by_role("button", name=f"Show with {parameters.DEFAULT}").click()
    lab.await_drawn(page, OPEN.changed(days=60))
    expect(notice).to_be_empty()
    lab.address_has(page, f"set={parameters.DEFAULT}&days=60")
    page.go_back()
    lab.await_drawn(page, address.decode(link))
    notice.get_by_role("button", name=f"Stay with {OTHER}").click()
    expect(notice).to_be_empty()
    assert lab.drawn_as(page, run(address.decode(link)))


def test_back_to_a_wrong_address_leaves_the_bar_with_what_is_shown(open_page):
    page = open_page("?days=60")
    lab.await_drawn(page, address.decode("days=60"))
    page.evaluate("history.pushState(null, '', '?days=2'); history.pushState(null, '', '?days=60')")
    page.go_back()
    assert_one_notice(page, ["days: 2"])
    lab.address_is_plain(page)
    assert lab.drawn_as(page, run(OPEN))


def test_a_telephone_shows_the_notice_of_a_wrong_address_first(open_page):
    page = open_page("?days=3", size=(390, 844))
    notice = page.locator(f"#{ids.ADDRESS_NOTICE}")
    expect(notice).to_contain_text(words.PART_OF_ADDRESS)
    above, below = (
        page.locator(f"#{component}").bounding_box()
        for component in (ids.ADDRESS_NOTICE, ids.TIMECOURSE)
    )
    assert 0 < above["y"] < below["y"] < 844
    assert page.evaluate("window.scrollY") == 0


def assert_one_notice(page: Page, said: list[str], lead: str = words.PART_OF_ADDRESS) -> None:
    notice = page.locator(f"#{ids.ADDRESS_NOTICE}")
    for text in [lead, *said]:
        expect(notice).to_contain_text(text)
    expect(page.locator(".notice:visible")).to_have_count(1)
