"""Two runs in words, and factors, from numbers made by hand."""

import math

import pytest

from osteoniche.analysis.contrast import Change, Contrast
from osteoniche.narrative import contrast as words
from osteoniche.narrative.factors import about, effect, times, whole
from osteoniche.scenario.presets import preset

BOTH = preset("combination")


@pytest.mark.parametrize(
    ("factors", "word"),
    [
        ((2.0, 3.0), ""),
        ((0.5, 8.0), ""),
        ((2.344, 2.344), "about "),
        ((2.344, 2.344, 0.5), "about "),
    ],
)
def test_factors_that_do_not_multiply_as_printed_say_about(factors, word):
    logs = [math.log(factor) for factor in factors]
    assert about(logs, sum(logs)) == word


def contrast(*changes: Change, log: float, ended: float = 1e4) -> Contrast:
    return Contrast(preset("untreated"), BOTH, ended * math.exp(log), ended, changes)


def test_two_runs_in_a_sentence_and_lines():
    found = contrast(
        Change("paclitaxel", math.log(3), least=False),
        Change("15D11", math.log(2), least=False),
        log=math.log(735),
    )
    assert words.tell_contrast(found) == (
        "Alone: paclitaxel 3 times fewer and 15D11 2 times fewer. If they were independent, 6 "
        "times fewer; together, 735 times fewer."
    )
    assert words.contrast_table(found)[-2:] == [
        ("if independent", "6 times fewer"),
        ("together", "735 times fewer"),
    ]


def test_runs_that_differ_in_one_setting_or_none():
    one = contrast(Change("paclitaxel", math.log(3), least=False), log=math.log(3))
    assert words.tell_contrast(one) == "One setting differs: paclitaxel 3 times fewer."
    assert words.tell_contrast(contrast(log=0.0)) == words.SAME


def test_settings_are_named_as_the_second_run_has_them():
    first = preset("chemotherapy")
    second = preset("antibody").changed(
        host="knock-out", days=60, induction=2, parameters={"u0": 0.0}, set="fitted-2026"
    )
    found = Contrast(first, second, 1.0, 1.0, ())
    names = ("set", "days", "host", "induction", "paclitaxel", "15D11", "u0", "aO", "constants")
    assert [words.setting(Change(name, 0.0, least=False), found) for name in names] == [
        "constants of fitted-2026",
        "60 days",
        "knock-out host",
        "Jagged1 induced 2-fold",
        "no paclitaxel",
        "15D11",
        "u0 0",
        f"aO {second.usual('aO'):.3g}",
        "constants",
    ]


def test_large_factors_are_in_millions():
    assert times(math.log(1.2724e6)) == "1.27 million"
    assert times(-math.log(999_000)) == "999,000"


def test_a_factor_says_which_way_it_goes():
    assert effect(math.log(2.806)) == "2.81 times fewer"
    assert effect(-math.log(31), least=True) == "at least 31 times more"
    assert effect(1e-4) == "no change"
    assert whole(math.log(5), ended=0.9) == "no cell is left"
    assert whole(math.log(5), ended=1.0) == "5 times fewer"
