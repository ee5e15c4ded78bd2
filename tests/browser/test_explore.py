"""The Explore page as a visitor uses it, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, Request, expect
from tests.browser import laboratory as lab
from tests.runs import give, run, scenario

from osteoniche.figures.look import LINES
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import live
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.rail.arrangement import with_drug, with_species

OPEN = preset(OPENING)
SENTENCE = f"#{ids.SENTENCE}"


def query(page: Page) -> str:
    return page.url.partition("?")[2]


def shown(page: Page) -> Scenario:
    """The scenario of the address."""
    return address.decode(query(page))


def dosed(**doses: float) -> Scenario:
    """The opening scenario with drugs at other doses."""
    plans = {plan.drug: plan.model_dump() for plan in OPEN.treatments}
    for drug, dose in doses.items():
        name = {"antibody": "15D11"}.get(drug, drug)
        plans[name] = treatment_defaults(name, "mouse") | {"dose": dose}
    return OPEN.changed(treatments=list(plans.values()))


def test_opens_on_a_mouse_with_chemotherapy_and_no_antibody(page):
    assert lab.value(page, lab.CHEMOTHERAPY) == 10
    assert lab.value(page, lab.ANTIBODY) == 0
    assert lab.value(page, lab.INDUCTION) == 3.9
    lab.await_drawn(page, OPEN)
    lab.address_is_plain(page)
    assert page.title() == words.TITLE
    for arm in LINES:
        for yaxis in (lab.BONE_MASS, lab.TUMOUR, lab.APOPTOSIS):
            assert len(lab.curve(page, arm, yaxis)[1]) > 200


def test_a_visit_asks_for_its_curves_once(open_page):
    page = open_page(answered=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if asks(request) else None)
    lab.await_drawn(page, OPEN)
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1


def asks(request: Request) -> bool:
    """Whether a request is for curves."""
    body = request.post_data or ""
    if request.url.endswith(f"/{live.PATH}"):
        return True
    return "_dash-update-component" in request.url and f"{ids.TIMECOURSE}.figure" in body


def test_three_dials_have_a_name_a_typed_value_with_its_unit_and_a_way_back(page):
    for label, text in (
        (lab.CHEMOTHERAPY, "10"),
        (lab.ANTIBODY, "0"),
        (lab.INDUCTION, "3.9"),
    ):
        expect(lab.slider(page, label)).to_be_visible()
        expect(lab.typed(page, label)).to_have_value(text)
        expect(page.get_by_role("button", name=f"{label}: back to the usual value")).to_be_visible()
    expect(lab.slider(page, lab.BONE)).not_to_be_visible()


def test_the_antibody_slider_tells_the_story(page):
    """Chemotherapy hardly helps; with the antibody the tumour falls more than a hundredfold."""
    alone = {axis: lab.curve(page, "own", axis)[1] for axis in "y y2 y3".split()}
    lab.drag(page, lab.ANTIBODY, 10)
    assert lab.value(page, lab.ANTIBODY) == 10
    lab.await_drawn(page, preset("combination"))

    untreated = lab.curve(page, "untreated", lab.TUMOUR)[1]
    tumour = lab.curve(page, "own", lab.TUMOUR)[1]
    bone = lab.curve(page, "own", lab.BONE_MASS)[1]
    apoptosis = lab.curve(page, "own", lab.APOPTOSIS)[1]
    assert untreated[-1] / tumour[-1] > 100
    assert untreated[-1] / alone["y2"][-1] < 10
    assert bone[-1] > 95 > alone["y"][-1]
    assert max(apoptosis) > 2 * max(alone["y3"])

    def the_table_says_so() -> None:
        own = lab.headlines(page)["Your run"]
        factor = re.fullmatch(r"([\d,]+)× smaller", own[0])
        assert factor is not None
        said = float(factor[1].replace(",", ""))
        assert said == pytest.approx(untreated[-1] / tumour[-1], rel=0.01)
        assert own[1] == f"{100 - bone[-1]:.1f} %"
        assert own[2] == f"{max(apoptosis):.1f} %"

    lab.in_the_end(page, the_table_says_so)
    card = page.locator(".card-tumour strong")
    expect(card).to_have_text(lab.headlines(page)["Your run"][0])
    title = page.locator(".title")
    expect(title).to_have_text(
        "Paclitaxel and 15D11 hold the tumour down: the bone's shield is gone."
    )
    sentence = page.locator(SENTENCE)
    expect(sentence).to_contain_text("15D11 covers")
    expect(sentence).to_contain_text("of the kill gets through")
    assert shown(page) == preset("combination")


UNDER_WAY = """
window.underWay = [0];
const given = window.fetch;
window.fetch = async (resource, options) => {
  const isAsked = /\\/live$/.test(resource) || (options?.body || "").includes(FIGURE);
  if (!isAsked) return given(resource, options);
  underWay.push(underWay.at(-1) + 1);
  try {
    const answer = await given(resource, options);
    return new Response(await answer.arrayBuffer(), answer);
  } finally {
    underWay.push(underWay.at(-1) - 1);
  }
};
""".replace("FIGURE", f"'{ids.TIMECOURSE}.figure'")
"""Counts in the page itself how many requests for curves are under way, their content included."""


def test_the_last_value_of_a_fast_drag_is_drawn_and_one_request_is_under_way(open_page):
    page = open_page(script=UNDER_WAY)
    lab.drag(page, lab.ANTIBODY, 30, 3, 17, steps=12)
    expect(lab.slider(page, lab.ANTIBODY)).to_have_attribute("aria-valuetext", re.compile("^17 "))
    final = lab.value(page, lab.ANTIBODY)
    lab.await_drawn(page, dosed(antibody=final))
    lab.address_has(page, "15D11=17@")
    under_way = page.evaluate("underWay")
    assert max(under_way) == 1
    assert under_way.count(1) > 2  # it followed the drag and did not only wait for its end
    assert shown(page) == dosed(antibody=final)


def test_the_typed_value_moves_the_slider_and_the_curve(page):
    lab.enter(page, lab.typed(page, lab.CHEMOTHERAPY), "22.5")
    expect(lab.slider(page, lab.CHEMOTHERAPY)).to_have_attribute("aria-valuenow", "22.5")
    expect(lab.typed(page, lab.CHEMOTHERAPY)).to_have_value("22.5")
    lab.await_drawn(page, dosed(paclitaxel=22.5))


def test_a_value_out_of_range_says_what_is_allowed_and_changes_nothing(page):
    answered = int(page.get_attribute("body", "data-answered") or 0)
    field = lab.typed(page, lab.ANTIBODY)
    for text in ("31", "-2", "1000000"):
        lab.enter(page, field, text)
        expect(page.get_by_text("Allowed: 0 to 30 mg/kg")).to_be_visible()
        assert lab.value(page, lab.ANTIBODY) == 0
    assert lab.drawn_as(page, run(OPEN))
    lab.enter(page, field, "5")
    lab.await_drawn(page, dosed(antibody=5.0))
    expect(page.get_by_text("Allowed: 0 to 30 mg/kg")).to_have_count(0)
    assert int(page.get_attribute("body", "data-answered") or 0) == answered + 1


def test_an_emptied_value_comes_back(page):
    lab.enter(page, lab.typed(page, lab.CHEMOTHERAPY), "")
    expect(lab.typed(page, lab.CHEMOTHERAPY)).to_have_value("10")
    assert lab.value(page, lab.CHEMOTHERAPY) == 10


def test_back_to_the_default(page):
    lab.visit(page, "paclitaxel=3&15D11=4&induction=7")
    lab.await_drawn(page, dosed(paclitaxel=3.0, antibody=4.0).changed(induction=7.0))
    after = {
        lab.CHEMOTHERAPY: dosed(antibody=4.0).changed(induction=7.0),
        lab.ANTIBODY: preset("combination").changed(induction=7.0),
        lab.INDUCTION: preset("combination"),
    }
    for label, asked in after.items():
        page.get_by_role("button", name=f"{label}: back to the usual value").click()
        lab.await_drawn(page, asked)
        expect(lab.typed(page, label)).to_have_value("3.9" if label == lab.INDUCTION else "10")


def test_arrow_keys_move_a_slider(page):
    thumb = lab.slider(page, lab.ANTIBODY)
    thumb.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(thumb).to_have_attribute("aria-valuetext", "0.038 mg/kg")
    page.keyboard.press("ArrowLeft")
    expect(thumb).to_have_attribute("aria-valuetext", "0.034 mg/kg")
    expect(lab.typed(page, lab.ANTIBODY)).to_have_value("0.034")
    lab.await_drawn(page, dosed(antibody=0.034))
    page.keyboard.press("Home")
    lab.await_drawn(page, OPEN)


@pytest.mark.parametrize(("label", "last"), [(lab.CHEMOTHERAPY, "29.5"), (lab.ANTIBODY, "27")])
def test_a_typed_value_follows_a_slider_that_goes_on_and_back_at_once(page, label, last):
    """The field follows its property late: once it stayed where the slider had been between."""
    thumb = lab.slider(page, label)
    thumb.press("End")
    thumb.press("ArrowLeft")
    expect(lab.typed(page, label)).to_have_value(last)
    stood = thumb.evaluate(
        """async (thumb, [field, last]) => {
          const rest = time => new Promise(done => setTimeout(done, time));
          const press = key =>
            thumb.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          const both = () => [thumb.getAttribute("aria-valuetext").split(" ")[0],
            document.getElementById(field).value].join();
          const stood = [];
          for (let pause = 0; pause < 40; pause += 2) {
            press("ArrowRight");
            await rest(pause);
            press("ArrowLeft");
            await rest(100);
            for (let left = 600; left > 0 && both() !== last + "," + last; left--) await rest(50);
            stood.push(both());
          }
          return stood;
        }""",
        [lab.typed(page, label).get_attribute("id"), last],
    )
    assert stood == [f"{last},{last}"] * 20


def test_sliders_are_reached_with_the_tabulator(page):
    page.locator(".masthead button").first.focus()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert {lab.CHEMOTHERAPY, lab.ANTIBODY, lab.INDUCTION} <= set(reached)


def test_another_chemotherapy(page):
    lab.pick(page, "Chemotherapy drug", "Cisplatin")
    lab.await_drawn(page, with_drug(OPEN, "chemotherapy", "cisplatin"))
    expect(lab.typed(page, lab.CHEMOTHERAPY)).to_have_value("5")
    expect(lab.slider(page, lab.CHEMOTHERAPY)).to_have_attribute("aria-valuemax", "10")
    expect(page.get_by_text("0 to 10 mg/kg")).to_be_visible()
    lab.pick(page, "Chemotherapy drug", "Paclitaxel")
    lab.await_drawn(page, OPEN)


def test_another_species_brings_its_ranges_units_and_schedules(page):
    lab.visit(page, "15D11=10")
    lab.await_drawn(page, preset("combination"))
    section = lab.unfold(page, words.SUBJECT)
    lab.choose(page, "Species", words.SPECIES[HUMAN])
    human = with_species(preset("combination"), HUMAN)[0]
    lab.await_drawn(page, human)
    assert human == preset("combination", HUMAN)
    expect(lab.typed(page, lab.CHEMOTHERAPY)).to_have_value("175")
    expect(lab.slider(page, lab.CHEMOTHERAPY)).to_have_attribute("aria-valuemax", "250")
    expect(section.get_by_role("textbox", name="Horizon")).to_have_value("731")
    schedule = lab.unfold(page, "Schedule: Chemotherapy")
    expect(schedule.get_by_role("textbox", name="First dose on day")).to_have_value("30")
    expect(schedule.get_by_role("textbox", name="Days between doses")).to_have_value("21")
    expect(schedule.get_by_role("textbox", name="Length of an infusion")).to_have_value("3")
    assert lab.axes(page)["xaxis"]["range"] == [0, 731]
    lab.choose(page, "Species", words.SPECIES["mouse"])
    lab.await_drawn(page, preset("combination"))


def test_a_bone_drug(page):
    lab.unfold(page, "Bone drug")
    lab.choose(page, "Drug", "OPG-Fc")
    lab.await_drawn(page, with_drug(OPEN, "bone", "rankl-inhibitor"))
    expect(lab.typed(page, lab.BONE)).to_have_value("3")
    lab.choose(page, "Drug", "Zoledronate")
    with_bone = with_drug(OPEN, "bone", "zoledronate")
    lab.await_drawn(page, with_bone)
    expect(lab.typed(page, lab.BONE)).to_have_value("100")
    assert lab.curve(page, "own", lab.BONE_MASS)[1][-1] > 95
    lab.choose(page, "Drug", "None")
    lab.await_drawn(page, OPEN)


def test_schedules(page):
    section = lab.unfold(page, "Schedule: Chemotherapy")
    lab.enter(page, section.get_by_role("textbox", name="First dose on day"), "14")
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", start=14.0)]))
    lab.enter(page, section.get_by_role("textbox", name="No dose from day"), "30")
    lab.await_drawn(page, scenario(treatments=[give("paclitaxel", start=14.0, until=30.0)]))
    lab.enter(page, section.get_by_role("textbox", name="Days between doses"), "")
    once = scenario(treatments=[give("paclitaxel", start=14.0, until=30.0, every=None)])
    lab.await_drawn(page, once)
    assert shown(page) == once
    ticks = next(t for t in lab.curves(page) if t["name"] == "Doses: chemotherapy")
    ends = [day for day, y in zip(ticks["x"], ticks["y"], strict=True) if y is not None]
    assert ends == [14, 14]  # one stroke
    arm = lab.curve(page, "chemotherapy", lab.TUMOUR)[1]
    assert arm[-1] == pytest.approx(run(once)["tumour_cells"][-1], rel=1e-5)


def test_a_schedule_that_can_not_be_run_is_told_and_the_curve_stays(page):
    section = lab.unfold(page, words.SUBJECT)
    horizon = section.get_by_role("textbox", name="Horizon")
    lab.enter(page, horizon, "3")
    notice = page.locator(f"#{ids.NOTICE}")
    expect(notice).to_contain_text(words.REFUSED)
    expect(notice).to_contain_text("Horizon: 3 is not allowed; allowed is 7 to 180 days.")
    assert lab.drawn_as(page, run(OPEN))
    assert shown(page) == OPEN
    lab.enter(page, horizon, "60")
    lab.await_drawn(page, OPEN.changed(days=60))
    expect(notice).to_be_empty()


def test_presets(page):
    lab.visit(page, "paclitaxel=3&induction=7&days=60")
    lab.await_drawn(page, dosed(paclitaxel=3.0).changed(induction=7.0, days=60))
    buttons = page.get_by_role("group", name="Start again from")
    for name in ("healthy", "untreated", "antibody", "combination"):
        buttons.get_by_text(words.PRESETS[name], exact=True).click()
        lab.await_drawn(page, preset(name))


def test_the_tumour_axis_can_be_linear(page):
    assert lab.axes(page)["yaxis2"]["type"] == "log"
    lab.pick(page, "Tumour axis", "Linear")
    lab.address_has(page, "view.axis=linear")
    lab.until(page, f"([graph]) => ({lab.AXES})(graph).yaxis2.type === 'linear'", ids.TIMECOURSE)
    low, high = lab.axes(page)["yaxis2"]["range"]
    drawn = [trace["y"] for trace in lab.curves(page) if trace["yaxis"] == lab.TUMOUR]
    most = max(value for values in drawn for value in values if value)  # the likely range too
    assert low <= 0 < most <= high < 2 * most
    assert shown(page) == OPEN
    lab.pick(page, "Tumour axis", explore_words.SCALES["log"])
    lab.address_is_plain(page)
