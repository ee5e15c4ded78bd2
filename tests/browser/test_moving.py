"""A dial in a hand: its curves come by the short way, and all that goes with them when it rests."""

from playwright.sync_api import Request, expect
from tests.browser import laboratory as lab
from tests.runs import give, run, scenario

from osteoniche import parameters
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.study import compare
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import headlines, live
from osteoniche.web.pages.explore import words as explore_words

CHIPS = f"#{ids.DIFFERS}"


def dosed(antibody: float) -> Scenario:
    return scenario(treatments=[give("paclitaxel"), give("15D11", dose=antibody)])


def steps(page, *keys: str) -> None:
    thumb = lab.slider(page, lab.ANTIBODY)
    for key in keys:
        thumb.press(key)


def paths(page) -> list[str]:
    """Where the page asks for curves from now on: the short way, or the long one."""
    asked: list[str] = []

    def note(request: Request) -> None:
        body = request.post_data or ""
        if request.url.endswith(f"/{live.PATH}"):
            asked.append("short")
        elif f"{ids.TIMECOURSE}.figure" in body:
            asked.append("long")

    page.on("request", note)
    return asked


def test_a_moved_dial_takes_the_short_way_and_the_long_one_at_rest(page):
    """One step: between two, on a busy machine, it may rest."""
    asked = paths(page)
    steps(page, "ArrowRight")
    lab.await_drawn(page, dosed(0.03))
    expect(page.locator(CHIPS)).to_contain_text("15D11")
    lab.address_has(page, "15D11=0.03@")
    assert asked == ["short", "long"]


def test_going_back_over_a_dial_asks_nobody(page):
    steps(page, "ArrowRight", "ArrowRight")
    lab.await_drawn(page, dosed(0.034))
    lab.address_has(page, "15D11=0.034@")
    asked = paths(page)
    steps(page, "ArrowLeft")
    lab.await_drawn(page, dosed(0.03))
    steps(page, "ArrowRight")
    lab.await_drawn(page, dosed(0.034))
    assert "short" not in asked


def induced(induction: float) -> Scenario:
    return preset(OPENING).changed(induction=induction)


def turn(page, *keys: str) -> None:
    thumb = lab.slider(page, lab.INDUCTION)
    for key in keys:
        thumb.press(key)


def await_arms(page, asked: Scenario) -> None:
    """Wait until a run and its arms are drawn, and check that the table is theirs."""
    lab.await_drawn(page, asked)
    shown = compare(asked, run)
    for arm, result in shown.arms.items():
        assert lab.drawn_as(page, result, arm), arm
        cells = page.locator(f"#{ids.HEADLINES} .row-{arm} td")
        _, *texts = headlines.texts_of(arm, shown)  # the first stands at the name of the run
        expect(cells).to_have_text(texts)


def test_the_arms_follow_the_induction_by_the_short_way(page):
    """Each move goes the short way; between two, on a busy machine, it may rest."""
    asked = paths(page)
    turn(page, *4 * ["ArrowRight"])
    await_arms(page, induced(4.3))
    lab.address_has(page, "induction=4.3")
    assert (asked[0], asked[-1]) == ("short", "long")
    assert asked.count("short") >= asked.count("long")
    await_arms(page, induced(4.3))


def test_going_back_over_the_induction_asks_nobody(page):
    turn(page, "ArrowRight", "ArrowRight")
    await_arms(page, induced(4.1))
    lab.address_has(page, "induction=4.1")
    asked = paths(page)
    turn(page, "ArrowLeft")
    await_arms(page, induced(4.0))
    turn(page, "ArrowRight")
    await_arms(page, induced(4.1))
    assert "short" not in asked


def test_arms_that_followed_the_induction_come_back_with_a_preset(page):
    turn(page, "PageUp", "PageUp")
    lab.address_has(page, "induction=")
    page.get_by_role("button", name=words.PRESETS["combination"], exact=True).click()
    await_arms(page, preset("combination"))


def test_arms_follow_an_induction_that_is_typed(page):
    lab.enter(page, lab.typed(page, lab.INDUCTION), "7")
    await_arms(page, induced(7.0))
    turn(page, "ArrowRight")
    await_arms(page, induced(7.1))


def test_a_preset_after_a_moved_dial_stands(page):
    """What the dial was at must not come back when it would have rested."""
    steps(page, "End")
    page.get_by_role("button", name=words.PRESETS["combination"], exact=True).click()
    lab.await_drawn(page, preset("combination"))
    page.wait_for_timeout(1500)
    lab.await_drawn(page, preset("combination"))
    assert lab.value(page, lab.ANTIBODY) == 10
    expect(lab.typed(page, lab.ANTIBODY)).to_have_value("10")


def test_a_pin_takes_the_run_that_is_seen(page):
    steps(page, "End")
    lab.await_drawn(page, dosed(30.0))
    name = page.locator(f"#{ids.PIN_NAME}")
    if not name.is_visible():
        page.get_by_role("button", name=explore_words.PIN, exact=True).click()
    name.fill("Much")
    name.press("Enter")
    lab.tab(page, "runs")
    expect(page.get_by_role("button", name="Much", exact=True)).to_have_attribute(
        "data-visit", f"{address.SET}={parameters.DEFAULT}&15D11=30@7/3.5.ip"
    )


def test_typed_values_follow_an_address(page):
    lab.visit(page, "species=human&15D11=3")
    expect(lab.typed(page, lab.ANTIBODY)).to_have_value("3")
    assert lab.value(page, lab.ANTIBODY) == 3
    usual = preset(OPENING, "human").treatments[0].dose
    assert float(lab.typed(page, lab.CHEMOTHERAPY).input_value()) == lab.value(
        page, lab.CHEMOTHERAPY
    )
    assert usual > 0


def test_the_axis_grows_with_a_curve_that_leaves_it(page):
    lab.visit(page, "15D11=10")
    lab.await_drawn(page, preset("combination"))
    dose = lab.slider(page, lab.CHEMOTHERAPY)
    for _ in range(4):
        dose.press("PageUp")
    dose_now = lab.value(page, lab.CHEMOTHERAPY)
    given = [give("paclitaxel", dose=dose_now), give("15D11", dose=10.0)]
    lab.await_drawn(page, scenario(treatments=given))

    def check() -> None:
        shown = lab.curve(page, "own", lab.APOPTOSIS)[1]
        low, high = lab.axes(page)["yaxis3"]["range"]
        assert low <= min(shown) <= max(shown) <= high

    lab.in_the_end(page, check)


def differences(page) -> str:
    """What the row of differences says, without its buttons back."""
    parts = page.locator(f"{CHIPS} :is([data-dials], .chip:not([hidden]) button:not(.remove))")
    return " ".join(parts.all_text_contents()).strip()


def hold(route) -> None:
    """An answer that does not come."""


def test_the_row_of_differences_follows_a_dial_before_any_answer(open_page):
    page = open_page()
    one = f"{words.DIFFERS} {lab.ANTIBODY} 0.03 mg/kg"
    expect(page.locator(CHIPS)).to_have_text(explore_words.AS_DEFAULT)
    page.route(f"**/{live.PATH}", hold)
    page.route("**/_dash-update-component**", hold)
    steps(page, "ArrowRight")
    assert differences(page) == one
    steps(page, "ArrowLeft")
    assert differences(page) == ""  # nobody knows yet that nothing differs


def test_a_difference_that_is_listed_follows_its_dial_and_goes_with_it(open_page):
    page = open_page(f"?{lab.SET}&15D11=10&induction=5")
    listed = page.locator(f"{CHIPS} .chip:visible")
    expect(listed).to_have_count(2)
    page.route("**/_dash-update-component**", hold)
    steps(page, "ArrowRight")
    assert differences(page) == f"{words.DIFFERS} {lab.INDUCTION} 5 fold {lab.ANTIBODY} 11 mg/kg"
    back = listed.filter(has_text=lab.ANTIBODY).locator(".remove")
    expect(back).to_have_attribute("aria-label", f"{lab.ANTIBODY} 11 mg/kg: back to 0 mg/kg")
    steps(page, "Home")
    assert differences(page) == f"{words.DIFFERS} {lab.INDUCTION} 5 fold"


def test_a_dial_of_no_drug_is_no_difference(page):
    lab.unfold(page, "Bone drug")
    expect(page.locator(CHIPS)).to_have_text(explore_words.AS_DEFAULT)
    lab.slider(page, lab.BONE).press("ArrowRight")
    expect(page.locator(CHIPS)).to_have_text(explore_words.AS_DEFAULT)
    assert lab.value(page, lab.BONE) > 0
