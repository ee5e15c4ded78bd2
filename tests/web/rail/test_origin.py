"""What a page says of settings that came from elsewhere."""

import pytest
from tests.web.browsers import components, text_of

from osteoniche import __version__, parameters
from osteoniche.errors import Problem
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset
from osteoniche.web.rail.origin import notice

HERE = preset("combination")
OTHER = "reference-2026"


def buttons(shown):
    """What the buttons of a notice lead to, by their text."""
    every = [each for each in components(shown) if type(each).__name__ == "Button"]
    return {each.children: each.to_plotly_json()["props"] for each in every}


@pytest.mark.parametrize("made", [None, __version__])
def test_there_is_nothing_to_say_of_settings_of_today(made):
    assert notice(HERE, made) is None


@pytest.mark.parametrize("made", ["0.0.1", "99.0", "1.0.0rc1+local"])
def test_settings_of_another_version_say_so(made):
    assert f"saved with Osteoniche {made}; this is {__version__}" in text_of(notice(HERE, made))


@pytest.mark.parametrize("made", ["", "x" * 5000, "1" * 5000, "You have won; call 123", "<b>1</b>"])
def test_what_is_no_version_is_not_repeated(made):
    assert notice(HERE, made) is None


def test_an_unknown_set_says_which_one_is_shown():
    wrong = [Problem("set", "fitted-1999", "choose from those")]
    assert f"shown is of the parameter set {HERE.set}" in text_of(notice(HERE, None, wrong))


def test_of_many_problems_the_first_are_told_and_how_many_more():
    wrong = [Problem(f"a{i}", i, "there is no such field") for i in range(400)]
    said = text_of(notice(HERE, None, wrong))
    assert "a7: 7" in said
    assert "a8: 8" not in said
    assert "and 392 more" in said


def test_settings_of_another_set_say_so_and_offer_both():
    shown = notice(HERE.changed(set=OTHER, days=50), __version__)
    said = text_of(shown)
    assert f"parameter set {OTHER} ({parameters.about(OTHER)['title']})" in said
    assert f"New runs are of the parameter set {parameters.DEFAULT}" in said
    offered = buttons(shown)
    assert offered[f"Stay with {OTHER}"]["data-close"] == ""
    switched = offered[f"Show with {parameters.DEFAULT}"]["data-visit"]
    assert address.decode(switched) == HERE.changed(days=50)


def test_what_was_left_out_is_named_and_the_notice_can_be_closed():
    shown = notice(HERE, None, [Problem("days", 1, "allowed is 7 to 180 days")])
    assert "days: 1 is not allowed; allowed is 7 to 180 days." in text_of(shown)
    assert buttons(shown)["×"]["data-close"] == ""
