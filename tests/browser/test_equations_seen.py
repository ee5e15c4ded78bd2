"""The equations in a real browser: set as formulas, and ways to constants and back."""

from playwright.sync_api import Page, expect
from tests.browser.conftest import Open
from tests.browser.test_surface_page import on, way

from osteoniche.web.kit import words
from osteoniche.web.pages.equations import words as equations_words
from osteoniche.web.pages.equations import words as said
from osteoniche.web.pages.evidence import words as evidence_words
from osteoniche.web.pages.explore import words as explore_words

OSTEOCLASTS = "#equation-rate-osteoclasts"


def written(page: Page) -> None:
    expect(page.locator(f"{OSTEOCLASTS} math").first).to_be_visible(timeout=60_000)


def test_they_are_written_at_the_first_sight_and_asked_for_once(open_page: Open) -> None:
    page = open_page()
    expect(page.locator("math")).to_have_count(0)
    way(page, equations_words.NAME).click()
    on(page, equations_words.PATH)
    written(page)
    expect(page.get_by_text(said.WAITING)).to_have_count(0)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    way(page, explore_words.NAME).click()
    way(page, equations_words.NAME).click()
    written(page)
    page.wait_for_timeout(500)
    assert not [each for each in sent if "equations-" in each]


def test_formulas_are_set_as_formulas(used_page: Open) -> None:
    """The font that knows how to set them is there: an index stands lower than its letter."""
    page = used_page(path=equations_words.PATH)
    written(page)
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"')")
    low, high = page.locator(f"{OSTEOCLASTS} msub").first.evaluate(
        "all => Array.from(all.children).map(each => each.getBoundingClientRect().bottom)"
    )[::-1]
    assert low > high + 1


def test_ways_lead_to_a_constant_and_back(used_page: Open) -> None:
    page = used_page(path=equations_words.PATH)
    written(page)
    page.locator(OSTEOCLASTS).get_by_role("link", name="when RANKL is fully blocked").press("Enter")
    on(page, evidence_words.PATH)
    row = page.locator("#constant-eI")
    expect(row).to_be_focused()
    assert page.url.endswith("#constant-eI")  # so that it can be sent
    expect(row).to_be_in_viewport()
    row.get_by_role("link", name="active osteoclasts").press("Enter")
    on(page, equations_words.PATH)
    expect(page.locator(OSTEOCLASTS)).to_be_focused()
    expect(page.locator(OSTEOCLASTS)).to_be_in_viewport()


def test_an_address_leads_to_a_constant(open_page: Open) -> None:
    page = open_page(f"{evidence_words.PATH}#constant-kkD")
    expect(page.locator("#constant-kkD")).to_be_focused(timeout=60_000)
    expect(page.locator(".rail")).to_be_hidden()


def test_a_search_does_not_hide_what_a_way_leads_to(open_page: Open) -> None:
    page = open_page(evidence_words.PATH)
    expect(page.locator("#constant-eI")).to_be_visible(timeout=60_000)
    page.get_by_role("textbox", name=evidence_words.CONSTANTS_SEARCH).fill("docetaxel")
    expect(page.locator("#constant-eI")).to_be_hidden()
    way(page, equations_words.NAME).click()
    written(page)
    page.locator(OSTEOCLASTS).get_by_role("link", name="when RANKL is fully blocked").click()
    expect(page.locator("#constant-eI")).to_be_focused()


def test_the_title_names_the_page(open_page: Open) -> None:
    page = open_page(equations_words.PATH)
    expect(page).to_have_title(f"{equations_words.NAME} · {words.TITLE}")
    way(page, explore_words.NAME).click()
    expect(page).to_have_title(words.TITLE)
    page.go_back()
    expect(page).to_have_title(f"{equations_words.NAME} · {words.TITLE}")


def test_a_printed_letter_finds_its_constants(open_page: Open) -> None:
    page = open_page(evidence_words.PATH)
    expect(page.locator("#constant-eI")).to_be_visible(timeout=60_000)
    page.get_by_role("textbox", name=evidence_words.CONSTANTS_SEARCH).fill("κ")
    for symbol in ("kap1", "kap2", "kapc"):
        expect(page.locator(f"#constant-{symbol}")).to_be_visible()
    expect(page.locator("#constant-eI")).to_be_hidden()
    page.get_by_role("textbox", name=evidence_words.CONSTANTS_SEARCH).fill("TGF-β")
    expect(page.locator("#constant-aG")).to_be_visible()
