"""The dose surface in a real browser: reached, computed, stopped, shared, and finished anyway."""

import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import Open

from osteoniche.figures import surface as pictures
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.surface import ids as surface_ids
from osteoniche.web.pages.surface import words as surface_words
from osteoniche.web.shell import PAGES

TOLD, STORY = f"#{surface_ids.WORK.status}", f"#{surface_ids.STORY}"
SMALL, LARGE = "All 121 runs.", "All 10,201 runs."
TELEPHONE = (390, 844)


def compute(page: Page, runs: str) -> None:
    lab.pick(page, surface_words.POINTS, runs)
    button(page, words.COMPUTE).click()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def way(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name=words.WAYS).get_by_role("link", name=name)


def on(page: Page, path: str) -> None:
    """The page is the one of this path: its part is seen, its way marked, the other's not."""
    for other, name in ((each.path, each.name) for each in PAGES):
        current = "page" if other == path else "false"
        found = way(page, name)
        if current == "page":
            expect(found).to_have_attribute("aria-current", "page")
        else:
            expect(found).not_to_have_attribute("aria-current", "page")
    assert urlsplit(page.url).path == f"/{path}"
    expect(page.locator(f"#{surface_ids.WORK.start}")).to_be_visible(
        visible=path == surface_words.PATH
    )
    expect(page.locator(f"#{ids.TIMECOURSE}")).to_be_visible(visible=path == explore_words.PATH)


def drawn(page: Page, quantity: str = "Tumour burden") -> None:
    """The map shows a quantity, and the visitor's run on it."""
    lab.until(
        page,
        """([graph, name, mark]) => {
          const plot = document.querySelector(`#${graph} .js-plotly-plot`);
          const traces = plot && plot._fullData;
          return Boolean(traces && traces.length > mark && traces[0].name === name);
        }""",
        *(surface_ids.MAP, quantity, pictures.HERE),
    )


def mark(page: Page) -> list[float]:
    """Where the visitor's run is on the map."""
    found = lab.curves(page, surface_ids.MAP)[pictures.HERE]
    return [found["x"][0], found["y"][0]]


def await_mark(page: Page, across: float, up: float) -> None:
    lab.until(
        page,
        """([graph, place, across, up]) => {
          const plot = document.querySelector(`#${graph} .js-plotly-plot`);
          const trace = plot && plot._fullData && plot._fullData[place];
          return Boolean(trace && Math.abs(trace.x[0] - across) < 1e-6
            && Math.abs(trace.y[0] - up) < 1e-6);
        }""",
        *(surface_ids.MAP, pictures.HERE, across, up),
    )


def test_an_address_opens_it_and_it_is_computed_drawn_told_and_tabled(open_page: Open) -> None:
    page = open_page(f"surface?{lab.SET}&15D11=10")
    on(page, surface_words.PATH)
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")  # by itself, at the first sight
    compute(page, "121")
    expect(page.locator(TOLD)).to_have_text(SMALL)
    expect(page.locator(STORY)).to_contain_text("leaves the tumour")
    drawn(page)
    table = page.locator(f"#{surface_ids.TABLE}")
    expect(table.locator("tbody tr")).to_have_count(6)
    expect(table.locator("tbody tr").first).to_contain_text("million cells")
    expect(button(page, words.STOP)).to_be_disabled()
    lab.pick(page, surface_words.QUANTITY, "Bone mass")
    drawn(page, "Bone mass")
    expect(table.locator("tbody tr").first).to_contain_text("%")


def test_the_way_from_explore_takes_the_settings_along_and_back_again(open_page: Open) -> None:
    page = open_page()
    lab.enter(page, lab.typed(page, lab.ANTIBODY), "7")
    lab.address_has(page, "15D11=7")
    on(page, explore_words.PATH)
    link = way(page, surface_words.NAME)
    link.focus()
    taken = page.url.replace("/?", f"/{surface_words.PATH}?")
    expect(link).to_have_attribute("href", taken)  # for a new window, too
    link.click()
    on(page, surface_words.PATH)
    lab.address_has(page, "15D11=7")
    assert lab.value(page, lab.ANTIBODY) == 7
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    page.go_back()
    on(page, explore_words.PATH)
    assert lab.value(page, lab.ANTIBODY) == 7
    page.go_forward()
    on(page, surface_words.PATH)
    lab.address_has(page, "15D11=7")
    way(page, explore_words.NAME).click()
    on(page, explore_words.PATH)
    lab.address_has(page, "15D11=7")


def test_the_mark_follows_the_doses_and_another_change_is_told(open_page: Open) -> None:
    page = open_page(f"surface?{lab.SET}&15D11=10&days=30")
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    compute(page, "121")
    expect(page.locator(TOLD)).to_have_text(SMALL)
    await_mark(page, 8, 3)
    lab.enter(page, lab.typed(page, lab.ANTIBODY), "30")
    await_mark(page, 10, 3)
    lab.pick(page, surface_words.QUANTITY, "Bone mass")  # drawn anew: the mark stays
    drawn(page, "Bone mass")
    assert mark(page) == [10, 3]
    note = page.locator(f"#{surface_ids.WORK.changed}")
    expect(note).to_be_empty()
    lab.enter(page, lab.unfold(page, words.SUBJECT).get_by_role("textbox", name="Horizon"), "31")
    expect(note).to_contain_text(surface_words.CHANGED)
    lab.pick(page, surface_words.QUANTITY, "Apoptosis")
    drawn(page, "Apoptosis")
    expect(note).to_contain_text(surface_words.CHANGED)
    compute(page, "961")
    expect(note).to_be_empty()
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    drawn(page, "Apoptosis")
    lab.pick(page, surface_words.QUANTITY, "Tumour burden")
    expect(page.locator(STORY)).to_contain_text("On day 31")
    await_mark(page, 30, 10)


def test_size_and_quantity_stand_in_the_address(open_page: Open) -> None:
    """A link, a reload and Back give the same picture."""
    page = open_page(f"surface?{lab.SET}&15D11=10&view.points=11&view.map=bone_mass_percent")
    expect(page.locator(TOLD)).to_have_text(SMALL)
    drawn(page, "Bone mass")
    lab.pick(page, surface_words.QUANTITY, "Apoptosis")  # at once, and nothing is computed
    drawn(page, "Apoptosis")
    lab.address_has(page, "&view.points=11&view.map=apoptosis_percent")
    page.reload()
    expect(page.locator(TOLD)).to_have_text(SMALL)
    drawn(page, "Apoptosis")
    lab.pick(page, surface_words.POINTS, "961")
    lab.until(page, "() => !location.search.includes('points')")  # the usual one is left out
    note = page.locator(f"#{surface_ids.WORK.changed}")
    expect(note).to_contain_text("This map is still of 121 runs. Compute to see 961.")
    button(page, surface_words.AGAIN).click()
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    expect(note).to_be_empty()
    page.go_back()
    lab.address_has(page, "view.points=11&view.map=apoptosis_percent")
    expect(page.locator(TOLD)).to_have_text(SMALL)  # the map that was there
    expect(note).to_be_empty()
    link = way(page, explore_words.NAME)
    link.click()
    on(page, explore_words.PATH)
    lab.address_has(page, "view.points=11&view.map=apoptosis_percent")


def test_what_an_address_may_not_say_of_the_map_is_the_usual(open_page: Open) -> None:
    page = open_page(f"surface?{lab.SET}&15D11=10&view.points=12&view.map=__proto__")
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    drawn(page, "Tumour burden")
    lab.address_has(page, "15D11=10")
    lab.until(page, "() => !location.search.includes('view.')")


def test_who_reloads_sees_it_run_and_can_stop_it_and_go_on(open_page: Open) -> None:
    page = open_page("surface?p.kkP=0.24&view.points=317")
    told, stop = page.locator(TOLD), button(page, words.STOP)
    expect(told).to_have_text(re.compile(r"Computed [1-9]\d* of 197 parts"))
    before = done(told.inner_text())
    page.reload()
    expect(told).to_contain_text("Computed")
    assert done(told.inner_text()) >= before
    expect(stop).to_be_enabled()
    stop.click()
    expect(told).to_contain_text("Stopped at")
    page.wait_for_timeout(4000)  # by now it has stopped; no late look brought it back
    expect(told).to_contain_text("Stopped at")
    expect(stop).to_be_disabled()
    before = done(told.inner_text())
    button(page, words.COMPUTE).click()
    expect(told).to_contain_text("Computed")
    assert done(told.inner_text()) >= before
    lab.enter(page, lab.unfold(page, words.SUBJECT).get_by_role("textbox", name="Horizon"), "31")
    note = page.locator(f"#{surface_ids.WORK.changed}")
    expect(note).to_contain_text(surface_words.CHANGED)  # while it runs, too
    stop.click()
    expect(told).to_contain_text("Stopped at")


def done(told: str) -> int:
    """How many parts are computed, as the page says."""
    found = re.search(r"(\d+) of", told)
    assert found, told
    return int(found[1])


def test_a_large_one_is_stopped_started_again_and_ends(open_page: Open) -> None:
    page = open_page("surface?p.kkP=0.21")
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    compute(page, "10,201")
    stop = button(page, words.STOP)
    expect(stop).to_be_enabled()
    stop.click()
    expect(page.locator(TOLD)).to_contain_text("Stopped at")
    expect(stop).to_be_disabled()
    button(page, words.COMPUTE).click()
    expect(page.locator(TOLD)).to_have_text(LARGE)
    expect(page.locator(STORY)).to_contain_text("leaves the tumour")


def test_two_visitors_share_and_one_who_stops_does_not_stop_the_other(open_page: Open) -> None:
    one, two = (open_page("surface?p.kkP=0.22") for _ in range(2))
    for page in (one, two):
        expect(page.locator(TOLD)).to_have_text("All 961 runs.")
        compute(page, "10,201")
    button(one, words.STOP).click()
    expect(one.locator(TOLD)).to_contain_text("Stopped at")
    expect(two.locator(TOLD)).to_have_text(LARGE)
    expect(two.locator(STORY)).to_contain_text("leaves the tumour")


def test_a_worker_that_is_killed_is_not_missed(open_page: Open, server: str) -> None:
    page = open_page("surface?p.kkP=0.23")
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    compute(page, "10,201")
    expect(button(page, words.STOP)).to_be_enabled()
    os.kill(workers(server)[0], signal.SIGKILL)
    expect(page.locator(TOLD)).to_have_text(LARGE)
    assert "could not" not in page.locator(TOLD).inner_text()


def workers(server: str) -> list[int]:
    """The processes that compute for a server: those with its port in their environment."""
    port = f"OSTEONICHE_PORT={urlsplit(server).port}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            mine = port in (folder / "environ").read_bytes().split(b"\0")
            does = (folder / "cmdline").read_bytes()
        except OSError:  # ended, or not ours to look at
            continue
        if mine and b"popen_loky" in does:
            found.append(int(folder.name))
    return sorted(found)


def test_a_telephone_shows_it_and_never_scrolls_sideways(open_page: Open) -> None:
    page = open_page(f"surface?{lab.SET}&15D11=10", size=TELEPHONE)
    on(page, surface_words.PATH)
    expect(page.locator(TOLD)).to_have_text("All 961 runs.")
    drawn(page)
    expect(page.locator(STORY)).to_contain_text("leaves the tumour")
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]
