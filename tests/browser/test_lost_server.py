"""When the server is gone or refuses: told at once, old curves marked, mended without reload."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser import laboratory as lab
from tests.runs import give, scenario

from osteoniche.web.kit import ids, words
from osteoniche.web.pages.equations import words as equations
from osteoniche.web.pages.evidence import words as evidence
from osteoniche.web.pages.explore import words as explore_words

CALLBACKS = "**/_dash-update-component**"
NUMBER = "0123456789abcdef"
ANTIBODY = words.DIALS["antibody.dose"][0]


@pytest.fixture
def failing(browser: Browser, server: str) -> Iterator[Page]:
    """A page whose requests may fail; errors of the page itself are none the less not allowed."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server, wait_until="commit")
    page.wait_for_selector("body[data-answered]", timeout=60_000)
    yield page
    context.close()
    assert errors == []


def refuse(status: int) -> Any:
    """Answers every request with a status, and the number that it has in the log."""
    number = {"X-Request-ID": NUMBER}
    return lambda route: route.fulfill(status=status, json={"error": "no"}, headers=number)


def gone(route: Route) -> None:
    """A server that does not answer."""
    route.abort("connectionrefused")


@pytest.mark.parametrize(
    ("failure", "told"),
    [(gone, "does not answer"), *((refuse(status), "busy") for status in (429, 502, 503, 504))],
    ids=["gone", "429", "502", "503", "504"],
)
def test_a_failure_is_told_and_mends_itself(failing: Page, failure: Any, told: str) -> None:
    banner = failing.locator(f"#{ids.BANNER}")
    failing.route(CALLBACKS, failure)
    lab.enter(failing, lab.typed(failing, ANTIBODY), "7")
    expect(banner).to_contain_text(told)
    expect(failing.locator("body.is-stale")).to_be_attached()
    failing.unroute(CALLBACKS)
    expect(banner).to_be_empty()
    expect(failing.locator("body.is-stale")).not_to_be_attached()
    given = [give("paclitaxel"), give("15D11", dose=7.0)]
    lab.await_drawn(failing, scenario(treatments=given))


def test_a_file_that_was_lost_with_the_server_is_told(failing: Page) -> None:
    failing.route(CALLBACKS, gone)
    file = {"name": "a.json", "mimeType": "", "buffer": b'{"days": 60}'}
    failing.locator(f"#{ids.UPLOAD} input[type=file]").set_input_files([file])  # type: ignore[list-item]
    notice = failing.locator(f"#{ids.ADDRESS_NOTICE}")
    expect(notice).to_have_text(explore_words.UNOPENED)
    failing.unroute(CALLBACKS)
    expect(failing.locator(f"#{ids.BANNER}")).to_be_empty()
    expect(notice).to_have_text(explore_words.UNOPENED)
    lab.enter(failing, lab.typed(failing, ANTIBODY), "7")
    expect(notice).to_be_empty()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, "could not use these settings"),
        (500, "Something went wrong in the server"),
        (500, f"Its number: {NUMBER}."),
        (501, "Something went wrong in the server"),
    ],
)
def test_what_does_not_pass_is_told_until_another_setting_is_accepted(
    failing: Page, status: int, told: str
) -> None:
    """It is not asked for again and again."""
    banner = failing.locator(f"#{ids.BANNER}")
    failing.route(CALLBACKS, refuse(status))
    lab.enter(failing, lab.typed(failing, ANTIBODY), "7")
    expect(banner).to_contain_text(told)
    expect(banner).to_contain_text("Change a setting, or reload the page")
    expect(banner).not_to_contain_text("Trying again")
    failing.unroute(CALLBACKS)
    lab.enter(failing, lab.typed(failing, ANTIBODY), "8")
    expect(banner).to_be_empty()
    given = [give("paclitaxel"), give("15D11", dose=8.0)]
    lab.await_drawn(failing, scenario(treatments=given))


SEEN_ONCE = {equations.PATH: ".equation math", evidence.PATH: "#constants-table tbody tr"}
"""Pages that are filled when they are first seen, and what is there then."""


@pytest.mark.parametrize("path", SEEN_ONCE)
def test_a_page_whose_first_sight_was_lost_is_filled_once_the_server_is_back(
    failing: Page, path: str
) -> None:
    failing.route(CALLBACKS, gone)
    lab.go(failing, path)
    expect(failing.locator(f"#{ids.BANNER}")).to_contain_text("does not answer")
    failing.unroute(CALLBACKS)
    expect(failing.locator(SEEN_ONCE[path]).first).to_be_attached()


@pytest.mark.parametrize("path", SEEN_ONCE)
def test_a_page_whose_first_sight_failed_is_filled_when_it_is_seen_again(
    failing: Page, path: str
) -> None:
    failing.route(CALLBACKS, refuse(500))
    lab.go(failing, path)
    expect(failing.locator(f"#{ids.BANNER}")).to_contain_text("Something went wrong")
    failing.unroute(CALLBACKS)
    for way in ("", path):  # by the keyboard: the banner lies over the ways
        failing.locator(f'.ways a[data-way="{way}"]').press("Enter")
    expect(failing.locator(SEEN_ONCE[path]).first).to_be_attached()


def test_two_visitors_do_not_see_each_other(open_page: Any) -> None:
    one, two = open_page(), open_page()
    lab.enter(one, lab.typed(one, ANTIBODY), "3")
    lab.enter(two, lab.typed(two, ANTIBODY), "12")
    for page, dose in ((one, 3.0), (two, 12.0)):
        given = [give("paclitaxel"), give("15D11", dose=dose)]
        lab.await_drawn(page, scenario(treatments=given))


@pytest.mark.parametrize("failure", [gone, refuse(500), refuse(400)], ids=["gone", "500", "400"])
def test_nobody_claims_the_defaults_while_there_is_no_answer(failing: Page, failure: Any) -> None:
    row = failing.locator(f"#{ids.DIFFERS}")
    expect(row).to_have_text(explore_words.AS_DEFAULT)
    failing.route(CALLBACKS, failure)
    failing.route("**/healthz", gone)
    section = lab.unfold(failing, words.SUBJECT)
    lab.enter(failing, section.get_by_role("textbox", name=words.HORIZON), "60")
    expect(failing.locator("body.is-stale")).to_be_attached()
    expect(row).to_have_text("")
    lab.enter(failing, lab.typed(failing, ANTIBODY), "7")
    expect(row).to_have_text(f"{words.DIFFERS} {ANTIBODY} 7 mg/kg")
    failing.unroute(CALLBACKS)
    failing.unroute("**/healthz")
    lab.enter(failing, lab.typed(failing, ANTIBODY), "8")
    expect(row).to_contain_text("60 days", timeout=30_000)
    expect(row.locator(".chip:visible")).to_have_count(2)


def test_nobody_claims_the_defaults_while_a_setting_is_refused(failing: Page) -> None:
    row = failing.locator(f"#{ids.DIFFERS}")
    expect(row).to_have_text(explore_words.AS_DEFAULT)
    section = lab.unfold(failing, words.SUBJECT)
    field = section.get_by_role("textbox", name=words.HORIZON)
    lab.enter(failing, field, "3")
    expect(failing.locator(f"#{ids.NOTICE}")).to_contain_text(words.REFUSED)
    expect(row).to_have_text("")
    lab.enter(failing, field, "42")
    expect(row).to_have_text(explore_words.AS_DEFAULT)
