"""The table of headline numbers on all screens: whole, or it scrolls and shows that it does."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import DESKTOP
from tests.browser.test_kept import keep, row

from osteoniche.scenario import address
from osteoniche.web.kit import ids

SCREENS = [(1280, 800), (1440, 900), (1920, 1080), (2560, 1440)]
TABLETS = [(1024, 768), (820, 1180)]
BOX = f"#{ids.HEADLINES}"


def sized(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.fixture
def screen(used_page):
    """A page that is resized; afterwards it is on a desk again."""
    page = used_page()
    yield page
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    lab.until(page, "([width]) => innerWidth === width", size[0])


def show_kept(page: Page, count: int) -> None:
    """So many kept runs, the last of them by hand and just now."""
    before = ";".join(f"Mine {place}~15D11={4 * place}" for place in range(1, count))
    if before:
        lab.visit(page, f"view.pins={before}")
        expect(page.locator(".row-pin")).to_have_count(count - 1)
    if count:
        keep(page, "Just now")
        page.keyboard.press("Escape")
        expect(row(page, "Just now")).to_be_visible()
        expect(page.locator(".row-pin.is-new")).to_have_count(0)  # it is brought into view no more
    lab.await_drawn(page, address.decode(""))


CUT = """([selector]) => {
  const box = document.querySelector(selector), edge = box.getBoundingClientRect();
  const rows = Array.from(box.querySelectorAll("tbody tr"));
  return {
    scrolls: box.scrollHeight > box.clientHeight + 1,
    cut: rows.filter((row) => row.getBoundingClientRect().bottom > edge.bottom).length,
    sideways: box.scrollWidth - box.clientWidth,
    rows: rows.length,
  };
}"""


@pytest.mark.parametrize("count", [0, 1, 6])
@pytest.mark.parametrize("size", [*SCREENS, *TABLETS], ids=sized)
def test_no_row_is_ever_cut(screen, size, count):
    resize(screen, size)
    lab.tab(screen, "runs")
    show_kept(screen, count)
    found = screen.evaluate(CUT, [BOX])
    assert found == {"scrolls": False, "cut": 0, "sideways": 0, "rows": 5 + count}


WATCH = """([graph]) => {
  window.plotPlaces = new Set();
  const look = () => {
    const box = document.getElementById(graph).getBoundingClientRect();
    plotPlaces.add(`${Math.round(box.top + scrollY)} ${Math.round(box.height)}`);
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""


@pytest.mark.parametrize("size", [*SCREENS, *TABLETS], ids=sized)
def test_plots_stay_where_they_are_while_a_dial_is_dragged(screen, size):
    """The sentence changes its length, and other runs come to lie under the visitor's own."""
    resize(screen, size)
    lab.drag(screen, lab.ANTIBODY, 3)
    lab.await_drawn(screen, lab.at("15D11=3"))
    same = screen.locator(f"{BOX} .row-own .same")
    expect(same).to_be_empty()
    screen.evaluate(WATCH, [ids.TIMECOURSE])
    lab.drag(screen, lab.ANTIBODY, 10)
    expect(same).to_have_text("same as Both")
    lab.drag(screen, lab.ANTIBODY, 0)
    expect(same).to_have_text("same as Chemotherapy")
    lab.await_drawn(screen, address.decode(""))
    lab.address_is_plain(screen)
    places = screen.evaluate("() => { cancelAnimationFrame(watching); return [...plotPlaces]; }")
    assert len(places) == 1, places
