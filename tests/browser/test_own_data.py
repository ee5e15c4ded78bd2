"""One's own data in a real browser: paste, fit, see, take away, open again; wrong files; keys."""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect
from tests.browser import laboratory as lab
from tests.browser import zooms
from tests.browser.conftest import PATIENCE, TELEPHONE, Open

from osteoniche.calibration.your_data.groups import ON_PAGE
from osteoniche.calibration.your_data.table import TEMPLATE, read
from osteoniche.scenario import Scenario
from osteoniche.web.kit import ids
from osteoniche.web.pages.your_data import ids as your_data_ids
from osteoniche.web.pages.your_data import words

OWN = "own-data"
LAST_FIT = "r0: tumour birth rate"
AXE = """async ([place]) => {
  const found = await axe.run(place, { resultTypes: ["violations"] });
  return found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join());
}"""


def part(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}")


def paste(page: Page, text: str) -> None:
    """Put a table into the field at once, as the clipboard does."""
    part(page, your_data_ids.TEXT).fill(text)


def fit(page: Page) -> None:
    """Press Fit and wait for what comes of it."""
    expect(part(page, your_data_ids.WORK.start)).to_be_enabled()
    part(page, your_data_ids.WORK.start).click()
    expect(part(page, your_data_ids.WORK.status)).to_have_text(words.DONE, timeout=PATIENCE)
    expect(part(page, your_data_ids.STORY)).to_contain_text("were fitted", timeout=PATIENCE)


def drawn(page: Page) -> list[dict[str, Any]]:
    lab.await_traces(page, your_data_ids.PLOT, 9)
    return lab.curves(page, your_data_ids.PLOT)


def can_be_zoomed(page: Page) -> None:
    whole = zooms.looks(page, your_data_ids.PLOT)
    zooms.zoom(page, your_data_ids.PLOT, height=0.5)
    zooms.await_zoomed(page, your_data_ids.PLOT, whole)
    zooms.take_back(page, your_data_ids.PLOT, "double click")
    zooms.await_looks(page, your_data_ids.PLOT, whole)


def accessible(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE, [f"#{your_data_ids.SECTION}"]) == []


def test_a_table_is_pasted_fitted_seen_taken_away_and_opened_again(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page(OWN)
    paste(page, TEMPLATE.replace(",", "\t"))
    expect(part(page, your_data_ids.READ)).to_contain_text("10 numbers in 2 groups")
    group = page.get_by_role("textbox", name=words.GROUP.format(name="chemotherapy"))
    group.click()
    page.get_by_role("option", name=words.CHOICES[ON_PAGE]).click()
    fit(page)
    traces = drawn(page)
    marks = [trace for trace in traces if trace["name"] in ("untreated", "chemotherapy")]
    seen = sorted(round(value) for trace in marks for value in trace["y"])
    assert seen == sorted(round(point.value) for point in read(TEMPLATE).points)
    curve = next(trace for trace in traces if trace["name"] == "untreated, fitted")
    near = dict(zip((round(day, 2) for day in curve["x"]), curve["y"], strict=True))
    assert near[28.0] == pytest.approx(445_000, rel=0.25)
    expect(part(page, your_data_ids.VALUES)).to_contain_text("told by the data")
    expect(part(page, your_data_ids.RESIDUALS).locator("tbody tr")).to_have_count(10)
    accessible(page)
    can_be_zoomed(page)

    with page.expect_download() as taken:
        part(page, your_data_ids.TAKE).click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    made = Scenario.model_validate_json(file.read_bytes())
    assert json.loads(file.read_text(encoding="utf-8"))["fit"]["points"]

    page.reload()
    page.wait_for_selector("body[data-answered]", timeout=PATIENCE)
    expect(part(page, your_data_ids.TEXT)).to_have_value(TEMPLATE.replace(",", "\t"))
    expect(group).to_have_value(words.CHOICES[ON_PAGE])
    expect(part(page, your_data_ids.VALUES)).to_contain_text("told by the data", timeout=PATIENCE)

    page.get_by_role("button", name=words.SHOW, exact=True).click()
    lab.address_has(page, f"p.r0={made.parameters['r0']:g}")
    lab.await_drawn(page, made)
    expect(page.locator("body")).to_have_attribute("data-page", "explore")
    lab.start_again(page)
    page.locator(f"#{ids.UPLOAD} input[type=file]").set_input_files([file])
    lab.await_drawn(page, made)


def test_a_group_is_shown_as_the_drugs_that_it_names_and_fitted_with_them(
    open_page: Open,
) -> None:
    page = open_page(OWN)
    joined = "docetaxel + 15D11"
    paste(page, TEMPLATE.replace("chemotherapy", joined))
    group = page.get_by_role("textbox", name=words.GROUP.format(name=joined))
    expect(group).to_have_value(words.choice(joined))
    expect(part(page, your_data_ids.READ)).to_contain_text(f"“{joined}” as {words.choice(joined)}")
    fit(page)
    expect(part(page, your_data_ids.LEGEND)).to_contain_text("taken as: Mouse, Docetaxel 10 mg/kg")
    expect(part(page, your_data_ids.LEGEND)).to_contain_text("15D11 (anti-Jagged1) 10 mg/kg")
    group.click()
    offered = page.get_by_role("option")
    expect(offered).to_have_text([*words.CHOICES.values(), words.choice(joined)])
    page.get_by_role("option", name=words.CHOICES["cisplatin"]).click()
    expect(part(page, your_data_ids.WORK.changed)).to_be_visible()
    part(page, your_data_ids.AGAIN).click()
    expect(part(page, your_data_ids.LEGEND)).to_contain_text("taken as: Mouse, Cisplatin")
    with page.expect_download() as taken:
        part(page, your_data_ids.TAKE).click()
    groups = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))["fit"]["groups"]
    assert groups == {joined: "cisplatin", "untreated": "untreated"}
    page.reload()
    expect(group).to_have_value(words.CHOICES["cisplatin"])


def test_thousands_that_may_be_decimals_are_asked_about_where_the_table_is(open_page: Open) -> None:
    page = open_page(OWN)
    head = "day\tquantity\tvalue\n"
    paste(page, f"{head}3\ttumour cells\t2,120\n7\ttumour cells\t6,240\n")
    expect(part(page, your_data_ids.PROBLEMS)).to_contain_text("'2,120' may be 2120 or 2.12")
    expect(part(page, your_data_ids.WORK.start)).to_be_disabled()
    paste(page, f"{head}3\ttumour cells\t2120\n7\ttumour cells\t6240\n")
    expect(part(page, your_data_ids.READ)).to_contain_text("tumour cells from 2,120 to 6,240.")
    expect(part(page, your_data_ids.PROBLEMS)).to_be_empty()
    expect(part(page, your_data_ids.WORK.start)).to_be_enabled()


def test_a_result_says_when_it_is_of_an_earlier_table(open_page: Open) -> None:
    page = open_page(OWN)
    changed, told = part(page, your_data_ids.WORK.changed), part(page, your_data_ids.WORK.status)
    again = part(page, your_data_ids.AGAIN)
    paste(page, TEMPLATE)
    fit(page)
    expect(changed).to_be_hidden()
    other = TEMPLATE.replace("445000", "444000")
    paste(page, other)
    expect(changed).to_contain_text(words.CHANGED)
    expect(told).to_be_empty()
    expect(again).to_be_enabled()
    accessible(page)
    for wrong in ("nonsense", ""):
        paste(page, wrong)
        expect(again).to_be_disabled()
        expect(changed).to_contain_text(words.CHANGED)
        expect(part(page, your_data_ids.VALUES)).to_contain_text(LAST_FIT)
    paste(page, TEMPLATE)
    expect(changed).to_be_hidden()
    expect(told).to_have_text(words.DONE)


def test_a_result_says_when_it_is_of_earlier_settings(open_page: Open) -> None:
    page = open_page(OWN)
    changed, again = part(page, your_data_ids.WORK.changed), part(page, your_data_ids.AGAIN)
    paste(page, TEMPLATE)
    fit(page)
    bounds = part(page, your_data_ids.BOUNDS)
    bounds.get_by_text(words.BOUNDS_CHOICES["errors"]).click()
    expect(changed).to_be_visible()
    bounds.get_by_text(words.BOUNDS_CHOICES["limits"]).click()
    expect(changed).to_be_hidden()
    group = page.get_by_role("textbox", name=words.GROUP.format(name="chemotherapy"))
    group.click()
    page.get_by_role("option", name=words.CHOICES[ON_PAGE]).click()
    expect(changed).to_be_visible()
    with page.expect_download() as taken:  # of what is shown
        part(page, your_data_ids.TAKE).click()
    groups = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))["fit"]["groups"]
    assert groups["chemotherapy"] == "chemotherapy"
    again.click()
    expect(changed).to_contain_text(words.UNDER_WAY)
    expect(again).to_be_disabled()
    expect(changed).to_be_hidden(timeout=PATIENCE)

    lab.enter(page, lab.typed(page, lab.ANTIBODY), "10")
    expect(changed).to_be_visible()
    expect(changed).to_contain_text(words.CHANGED)
    page.reload()
    page.wait_for_selector("body[data-answered]", timeout=PATIENCE)
    expect(part(page, your_data_ids.VALUES)).to_contain_text(LAST_FIT, timeout=PATIENCE)
    expect(changed).to_contain_text(words.CHANGED)


def test_wrong_files_and_tables_are_refused_and_keys_are_enough(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page(OWN, TELEPHONE, "dark")
    upload = page.locator(f"#{your_data_ids.UPLOAD} input[type=file]")
    problems, refused = part(page, your_data_ids.PROBLEMS), part(page, your_data_ids.FILE_TOLD)
    paste(page, TEMPLATE)
    expect(part(page, your_data_ids.WORK.start)).to_be_enabled()
    for name, content, why in (
        ("study.xlsx", b"PK\x03\x04" + b"\0" * 5000, "a ZIP archive or an office document"),
        ("long.csv", b"day,quantity,value\n1,tumour cells," + b"9" * 10_000_000, "10,000 kB"),
        ("longer.csv", b"day,quantity,value\n" + b"\n" * 199_982, "200,001 bytes"),
        ("paper.pdf", b"%PDF-1.4\n", "a PDF document"),
        ("empty.csv", b"", "this is empty"),
        ("blank.csv", b" \r\n\n", "this is empty"),
        ("latin.csv", "day;quantité\n".encode("latin-1"), "not text in UTF-8"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        upload.set_input_files([file])
        expect(refused).to_contain_text(why)
        expect(refused).to_contain_text(words.REFUSED)
        expect(part(page, your_data_ids.TEXT)).to_have_value(TEMPLATE)
        expect(part(page, your_data_ids.READ)).to_contain_text("10 numbers in 2 groups")
        expect(part(page, your_data_ids.WORK.start)).to_be_enabled()
    accessible(page)
    file = tmp_path / "notes.txt"
    file.write_bytes(b"some words")
    upload.set_input_files([file])
    expect(problems).to_contain_text("it has no header")
    expect(part(page, your_data_ids.WORK.start)).to_be_disabled()
    expect(refused).to_be_empty()
    paste(page, "day,quantity,value\n1,weight,x\n2,tumour cells,=A1\n")
    for place in ("row 2, column quantity", "row 2, column value", "row 3, column value"):
        expect(problems).to_contain_text(place)
    accessible(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= TELEPHONE[0]

    file = tmp_path / "right.csv"
    file.write_bytes(b"\xef\xbb\xbf" + TEMPLATE.replace("\n", "\r\n").encode())
    upload.set_input_files([file])
    expect(part(page, your_data_ids.READ)).to_contain_text("10 numbers in 2 groups")
    expect(problems).to_be_empty()
    part(page, your_data_ids.TEXT).focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == your_data_ids.WORK.start:
            break
    expect(part(page, your_data_ids.WORK.start)).to_be_focused()
    page.keyboard.press("Enter")
    expect(part(page, your_data_ids.VALUES)).to_contain_text(LAST_FIT, timeout=PATIENCE)
    drawn(page)
    accessible(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= TELEPHONE[0]
