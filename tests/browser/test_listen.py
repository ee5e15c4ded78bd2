"""Plots that can be heard."""

from playwright.sync_api import expect

from osteoniche.figures.stacked import PLOTS, TUMOUR
from osteoniche.web.kit import words
from osteoniche.web.pages.explore import words as explore_words

RECORD = """
window.tones = [];
const given = AudioParam.prototype.setValueCurveAtTime;
AudioParam.prototype.setValueCurveAtTime = function (values, ...more) {
  window.tones.push(Array.from(values));
  return given.call(this, values, ...more);
};
"""


def button(page, plot):
    return page.get_by_role("button", name=explore_words.LISTEN_TO.format(plot=plot.name))


def test_a_tone_follows_the_curve_and_escape_stops_it(open_page):
    page = open_page(script=RECORD)
    page.get_by_text(words.MORE, exact=True).click()
    for plot in PLOTS:
        expect(button(page, plot)).to_be_visible()
    button(page, TUMOUR).click()
    expect(button(page, TUMOUR)).to_have_attribute("aria-pressed", "true")
    own, steady, untreated = page.evaluate("tones.filter((each) => Math.max(...each) > 100)")
    assert own == sorted(own)  # chemotherapy alone: it grows
    assert set(steady) == {own[0]}
    assert 220 <= own[0] < own[-1] < untreated[-1] <= 880
    page.keyboard.press("Escape")
    expect(button(page, TUMOUR)).to_have_attribute("aria-pressed", "false")
    expect(button(page, TUMOUR)).to_be_visible()  # the list is still open


def test_the_same_button_stops_it_and_another_takes_over(open_page):
    page = open_page()
    page.get_by_text(words.MORE, exact=True).click()
    first, second, *_ = (button(page, plot) for plot in PLOTS)
    first.click()
    second.click()
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(second).to_have_attribute("aria-pressed", "true")
    second.click()
    expect(second).to_have_attribute("aria-pressed", "false")
