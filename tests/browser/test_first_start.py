"""The very first start on a machine: the model is compiled while the page already says so."""

from playwright.sync_api import expect
from tests.browser import laboratory as lab
from tests.browser.conftest import served

from osteoniche.engine import compiled
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import words


def test_a_first_start_says_that_it_prepares_and_then_draws(open_page, tmp_path):
    folders = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    with served(**folders) as address:
        page = open_page(address=address, answered=False)
        sentence = page.locator(f"#{ids.SENTENCE}")
        expect(sentence).to_have_text(words.PREPARING)
        lab.await_drawn(page, preset(OPENING))
        expect(sentence).not_to_contain_text("Preparing")
        again = open_page(address=address)
        lab.await_drawn(again, preset(OPENING))
    kept = {file.name for file in tmp_path.rglob("system_*.py")}
    searched = {compiled._source_file(costs).name for costs in (False, True)}
    assert kept == searched, "the compiled model is not where the next start looks for it"
