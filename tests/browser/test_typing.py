"""What is typed, in a real browser: it never becomes another number, and nothing is lost."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser import laboratory as lab
from tests.runs import give, run, scenario

from osteoniche.quantity import HUMAN
from osteoniche.roles import ROUTES
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.rail.arrangement import with_drug

OPEN = preset(OPENING)
NOTICE, FILE_NOTICE = f"#{ids.NOTICE}", f"#{ids.ADDRESS_NOTICE}"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300_000)


def write(page: Page, field: Locator, text: str) -> None:
    """Type key by key, as a person does, and confirm."""
    field.fill("")
    field.press_sequentially(text)
    field.press("Enter")
    field.press("Tab")


@pytest.mark.parametrize("text", ["1e99", "abc", "5 mg", "1,000", "-2", "--1", "31"])
def test_a_dial_keeps_what_was_typed_and_says_why_not(page, text):
    field = lab.typed(page, lab.ANTIBODY)
    write(page, field, text)
    expect(page.get_by_text("Allowed: 0 to 30 mg/kg")).to_be_visible()
    expect(field).to_have_value(text)
    assert lab.value(page, lab.ANTIBODY) == 0
    assert lab.drawn_as(page, run(OPEN))
    said = page.get_by_text(f"“{text}” is no plain number")
    expect(said).to_have_count(0 if text in {"1e99", "-2", "31"} else 1)
    field.fill("")
    field.press("Enter")
    expect(field).to_have_value("0")
    expect(page.get_by_text("Allowed: 0 to 30 mg/kg")).to_have_count(0)


@pytest.mark.parametrize(("text", "dose"), [("5e-1", 0.5), ("0,3", 0.3), (".25", 0.25)])
def test_a_dial_reads_numbers_as_people_write_them(page, text, dose):
    write(page, lab.typed(page, lab.ANTIBODY), text)
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel"), give("15D11", dose=dose)]))
    assert lab.value(page, lab.ANTIBODY) == pytest.approx(dose, abs=1e-9)
    expect(lab.typed(page, lab.ANTIBODY)).to_have_value(str(dose))


@pytest.mark.parametrize("way", ["Enter", "Tab", "mouse"])
def test_a_value_may_be_typed_with_the_unit_of_its_field(page, way):
    every = lab.unfold(page, "Schedule: Chemotherapy").get_by_label("Days between doses")
    for field, text, left in (
        (lab.typed(page, lab.ANTIBODY), "12 mg/kg", "12"),
        (every, "7 days", "7"),
    ):
        field.fill("")
        field.press_sequentially(text)
        if way == "mouse":
            page.locator(f"#{ids.SENTENCE}").click()
        else:
            field.press(way)
        expect(field).to_have_value(left)
    given = [give("paclitaxel", every=7.0), give("15D11", dose=12.0)]
    lab.await_drawn(page, scenario(treatments=given))


def test_what_is_wrong_is_large_enough_to_read_and_below_the_whole_dial(page):
    field = lab.typed(page, lab.CHEMOTHERAPY)
    unit = page.locator(f"#{ids.number('chemotherapy.dose')}-unit")
    expect(unit).to_be_visible()
    field.click()
    expect(unit).to_be_hidden()  # its room is for what is typed
    write(page, field, "12 lots")
    expect(unit).to_be_hidden()
    said = page.get_by_text("“12 lots” is no plain number")
    size = said.evaluate("said => parseFloat(getComputedStyle(said).fontSize)")
    assert size >= 12.5
    below, dial = said.bounding_box(), page.locator(".dial").first.bounding_box()
    typed = field.bounding_box()
    assert below["width"] > 0.9 * dial["width"]
    assert below["y"] >= typed["y"] + typed["height"]
    assert field.evaluate("field => field.scrollWidth <= field.clientWidth")
    write(page, field, "10")
    expect(unit).to_be_visible()


def test_a_field_refuses_letters_and_reads_exponents_and_commas(page):
    section = lab.unfold(page, "Schedule: Chemotherapy")
    every = section.get_by_role("textbox", name="Days between doses")
    notice = page.locator(NOTICE)
    for text, told in {"weekly": "'weekly'", "1e99": "1e+99", "1,000": "'1,000'"}.items():
        write(page, every, text)
        expect(notice).to_contain_text(f"Chemotherapy, days between doses: {told} is not allowed")
        expect(every).to_have_value(text)
        assert lab.drawn_as(page, run(OPEN))
    write(page, every, "7,5")
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", every=7.5)]))
    expect(notice).to_be_empty()
    write(page, every, "5e-1")
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", every=0.5)]))
    write(page, every, "")
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", every=None)]))


def test_arrow_keys_step_a_typed_value(page):
    dose = lab.typed(page, lab.CHEMOTHERAPY)
    dose.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(dose).to_have_value("11")
    page.keyboard.press("ArrowDown")
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", dose=10.5)]))
    dose.fill("29.9")  # not yet confirmed
    page.keyboard.press("ArrowUp")
    expect(dose).to_have_value("30")
    dose.fill("abc")
    page.keyboard.press("ArrowUp")
    expect(dose).to_have_value("abc")
    dose.fill("10")
    dose.press("Enter")
    horizon = lab.unfold(page, words.SUBJECT).get_by_role("textbox", name="Horizon")
    horizon.focus()
    page.keyboard.press("ArrowDown")
    lab.await_drawn(page, OPEN.changed(days=41))
    expect(horizon).to_have_value("41")
    answered = page.get_attribute("body", "data-answered")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert page.get_attribute("body", "data-answered") == answered


def test_units_stand_in_the_fields_and_follow_the_species(page):
    field = lab.typed(page, lab.CHEMOTHERAPY)
    described = (field.get_attribute("aria-describedby") or "").split()
    unit = page.locator(f"[id='{described[-1]}']")
    expect(unit).to_have_text("mg/kg")
    lab.visit(page, "species=human")
    lab.await_drawn(page, preset(OPENING, HUMAN))
    expect(unit).to_have_text("mg/m²")
    box, inside = unit.bounding_box(), field.bounding_box()
    assert box is not None
    assert inside is not None
    assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 1
    assert unit.evaluate("unit => unit.scrollWidth <= unit.clientWidth")


def test_only_an_infusion_has_a_length_to_type(page):
    section = lab.unfold(page, "Schedule: Chemotherapy")
    hours = section.get_by_role("textbox", name="Length of an infusion")
    expect(hours).to_be_disabled()
    lab.choose(page, "Route", ROUTES["infusion"])
    expect(hours).to_be_enabled()
    write(page, hours, "2,5")
    infused = scenario(treatments=[give("paclitaxel", route="infusion", hours=2.5)])
    lab.await_drawn(page, infused)
    lab.choose(page, "Route", ROUTES["iv"])
    expect(hours).to_be_disabled()
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", route="iv", hours=None)]))
    lab.choose(page, "Route", ROUTES["infusion"])
    lab.await_drawn(page, infused)


def test_an_end_before_the_start_is_told_with_both_days(page):
    section = lab.unfold(page, "Schedule: Chemotherapy")
    write(page, section.get_by_role("textbox", name="No dose from day"), "3")
    expect(page.locator(NOTICE)).to_contain_text(
        "Chemotherapy, no dose from day: 3 is not allowed; the first dose is on day 7, so give a "
        "day after it"
    )
    assert lab.drawn_as(page, run(OPEN))


def test_another_drug_keeps_a_refused_text_its_message_and_everything_else(page):
    lab.visit(page, "15D11=4&induction=7&days=60&p.kkP=0.3")
    asked = scenario(
        days=60,
        induction=7.0,
        treatments=[give("paclitaxel"), give("15D11", dose=4.0)],
        parameters={"kkP": 0.3},
    )
    lab.await_drawn(page, asked)
    horizon = lab.unfold(page, words.SUBJECT).get_by_role("textbox", name="Horizon")
    write(page, horizon, "3")
    refused = "Horizon: 3 is not allowed; allowed is 7 to 180 days."
    expect(page.locator(NOTICE)).to_contain_text(refused)
    write(page, lab.typed(page, lab.CHEMOTHERAPY), "lots")
    lab.unfold(page, "Bone drug")
    lab.choose(page, "Drug", "Zoledronate")
    expect(lab.typed(page, lab.BONE)).to_have_value("100")
    expect(page.locator(NOTICE)).to_contain_text(refused)
    expect(horizon).to_have_value("3")
    expect(lab.typed(page, lab.CHEMOTHERAPY)).to_have_value("lots")
    assert lab.value(page, lab.ANTIBODY) == 4
    assert lab.drawn_as(page, run(asked))
    write(page, horizon, "60")
    lab.await_drawn(page, with_drug(asked, "bone", "zoledronate"))
    lab.choose(page, "Species", words.SPECIES[HUMAN])
    expect(lab.typed(page, lab.CHEMOTHERAPY)).to_have_value("175")
    expect(page.locator(f"#{ids.ALSO}")).to_have_text("Also set: kkP = 0.3.")


FILES = {
    "picture.png": (PNG, "file: this is a picture (PNG) of 300 kB; what can be read is a scenario"),
    "small.png": (PNG[:5000], "file: this is a picture (PNG); what can be read is a scenario file"),
    "empty.json": (b"", "file: this is empty; what can be read is a scenario file saved by Osteo"),
    "letter.txt": (b"Dear editor", "file: this is text, not JSON ("),
    "map.json": (b'{"type": "Map", "features": []}', "this is JSON of something else, with 'type'"),
    "newer.json": (b'{"version": 2}', "version: 2 is not allowed; this program reads version 1;"),
    "large.json": (
        json.dumps({"days": 42, "notes": "x" * 300_000}).encode(),
        "file: this is a file of 300 kB; what can be read is a scenario file saved by Osteoniche "
        "(.json) of at most 100 kB.",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_told_by_what_it_is_and_changes_nothing(page, name):
    content, said = FILES[name]
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator(f"#{ids.UPLOAD} input[type=file]").set_input_files([file])
    notice = page.locator(FILE_NOTICE)
    expect(notice).to_contain_text(said)
    expect(notice).to_contain_text(explore_words.BAD_FILE)
    assert lab.drawn_as(page, run(OPEN))
    lab.address_is_plain(page)


def test_two_problems_of_a_file_are_told_at_once(page):
    file = {"name": "a.json", "mimeType": "", "buffer": b'{"days": 3, "induction": 99}'}
    page.locator(f"#{ids.UPLOAD} input[type=file]").set_input_files([file])
    notice = page.locator(FILE_NOTICE)
    expect(notice).to_contain_text("days: 3 is not allowed; allowed is 7 to 180 days.")
    expect(notice).to_contain_text("induction: 99 is not allowed; allowed is 1 to 10 fold.")
