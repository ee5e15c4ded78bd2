"""What is heard of the page: each dial with its unit, and the result once, at rest."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.runs import give, run, scenario

from osteoniche.narrative import answer, brief
from osteoniche.narrative.brief import LONGEST
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.study import headline
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.evidence import ids as evidence_ids
from osteoniche.web.pages.surface import ids as surface_ids
from osteoniche.web.pages.your_data import ids as your_data_ids

REGION = f"#{ids.SPOKEN}"
COUNTED = """([region]) => {
  const place = document.querySelector(region), parts = { childList: true, characterData: true };
  window.spoken = [];
  new MutationObserver(() => window.spoken.push(place.textContent))
    .observe(place, Object.assign(parts, { subtree: true }));
}"""
APART = 125
"""Milliseconds between two questions of a dial that moves (assets/pages/explore/live.js)."""


def said(page: Page, label: str) -> str | None:
    """What a dial says of itself."""
    return lab.slider(page, label).get_attribute("aria-valuetext")


def test_every_dial_says_its_value_with_its_unit(page):
    lab.unfold(page, "Bone drug")
    found = {label: said(page, label) for label in (lab.CHEMOTHERAPY, lab.ANTIBODY, lab.INDUCTION)}
    assert found == {
        lab.CHEMOTHERAPY: "10 mg/kg",
        lab.ANTIBODY: "0 mg/kg",
        lab.INDUCTION: "3.9 fold",
    }
    expect(lab.slider(page, lab.BONE)).to_have_attribute(
        "aria-valuetext", re.compile(r"^0 \S+/kg$")
    )


def test_a_dial_says_where_it_is_however_it_got_there(page):
    thumb = lab.slider(page, lab.ANTIBODY)
    for key, text in (("ArrowRight", "0.03 mg/kg"), ("End", "30 mg/kg"), ("Home", "0 mg/kg")):
        thumb.press(key)
        expect(thumb).to_have_attribute("aria-valuetext", text)
    thumb.press("PageUp")
    expect(thumb).to_have_attribute("aria-valuetext", f"{lab.value(page, lab.ANTIBODY):g} mg/kg")
    lab.drag(page, lab.ANTIBODY, 20)
    expect(thumb).to_have_attribute("aria-valuetext", f"{lab.value(page, lab.ANTIBODY):g} mg/kg")
    lab.enter(page, lab.typed(page, lab.ANTIBODY), "7.25 mg/kg")
    expect(thumb).to_have_attribute("aria-valuetext", "7.25 mg/kg")
    page.get_by_role("button", name=words.PRESETS["combination"], exact=True).click()
    expect(thumb).to_have_attribute("aria-valuetext", "10 mg/kg")
    lab.unfold(page, words.SUBJECT)
    lab.choose(page, "Species", words.SPECIES[HUMAN])
    dose = preset(OPENING, HUMAN).treatments[0].dose
    expect(lab.slider(page, lab.CHEMOTHERAPY)).to_have_attribute(
        "aria-valuetext", f"{dose:g} mg/m²"
    )


def dosed(antibody: float) -> Scenario:
    return scenario(treatments=[give("paclitaxel"), give("15D11", dose=antibody)])


def spoken(asked: Scenario) -> str:
    own, untreated = run(asked), run(asked.changed(treatments=[]))
    return brief(own, headline(asked, own, untreated))


def test_twenty_keys_are_spoken_of_once_when_all_has_come_to_rest(open_page):
    """By a clock that stands still meanwhile: how long the answers take does not matter."""
    page = open_page()
    lab.await_drawn(page, preset(OPENING))
    expect(page.locator(REGION)).to_have_text(spoken(preset(OPENING)))
    page.evaluate(COUNTED, [REGION])
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 5000"))
    thumb = lab.slider(page, lab.ANTIBODY)
    for _ in range(20):
        thumb.press("ArrowRight")
    page.clock.run_for(APART)
    expect(page.locator(f"#{ids.SENTENCE}")).to_have_text(sentence(dosed(0.27)))
    assert page.evaluate("window.spoken") == []
    page.clock.run_for(599)
    assert page.evaluate("window.spoken") == []
    page.clock.run_for(1)
    assert page.evaluate("window.spoken") == [spoken(dosed(0.27))]
    page.clock.resume()
    lab.address_has(page, "15D11=0.27")
    assert page.evaluate("window.spoken") == [spoken(dosed(0.27))]
    assert len(spoken(dosed(0.27))) <= LONGEST


def sentence(asked: Scenario) -> str:
    return answer(asked, run(asked), run(asked.changed(treatments=[]))).why


def test_no_other_place_speaks_of_what_is_written_again_and_again(page):
    live = "[aria-live], [role=status], [role=alert], [role=log]"
    places = page.locator(live).evaluate_all("all => all.map(each => each.id)")
    assert ids.SPOKEN in places
    written = (
        ids.SENTENCE,
        surface_ids.STORY,
        surface_ids.WORK.status,
        your_data_ids.WORK.status,
        your_data_ids.STORY,
    )
    written += (evidence_ids.TOLD, evidence_ids.CONSTANTS_COUNT, ids.BAND_NOTE, ids.HEADLINES)
    assert set(places).isdisjoint(written)
    assert page.locator(REGION).bounding_box()["width"] <= 1


SPEAKS = "([text]) => window.osteoniche.speak(text)"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Short.", "Short."),
        (
            "One whole sentence of some length. " + "word " * 40,
            "One whole sentence of some length.",
        ),
        ("A clause that is whole, " + "word " * 40, "A clause that is whole …"),
        ("word " * 40, ("word " * 23).strip() + " …"),
    ],
)
def test_a_long_text_ends_behind_a_whole_clause(page, text, heard):
    page.evaluate(SPEAKS, [text])
    expect(page.locator(REGION)).to_have_text(heard)
    assert len(heard) <= LONGEST
