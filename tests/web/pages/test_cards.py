"""The cards: the numbers of the run, how sure they are, and where all runs stand."""

import re

import pytest
from tests.runs import failing, give, run, scenario

from osteoniche.analysis.costs import costs
from osteoniche.figures.look import LINES, PIN_LINES
from osteoniche.numerals import day, fold, percent
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, OWN, PRESETS, preset, reference_arms
from osteoniche.study import compare
from osteoniche.web.pages.explore import cards, words
from osteoniche.web.pages.explore.headlines import briefly

OPEN = preset("chemotherapy")


def filled(asked: Scenario, pins: tuple = ()) -> dict:
    return cards.filled(compare(asked, run, pins))


@pytest.mark.parametrize("species", SPECIES)
def test_numbers_are_those_of_the_run(species):
    asked = preset("combination", species)
    own, untreated = run(asked), run(preset("untreated", species))
    shown = filled(asked)
    below = untreated["tumour_cells"][-1] / own["tumour_cells"][-1]
    expected = ">10⁶× smaller" if below > 1e6 else briefly(fold(below))
    assert shown["tumour"]["value"] == expected
    assert len(expected) < 14, "a card has room for no more"
    assert shown["bone"]["value"] == percent(100 - own["bone_mass_percent"][-1])
    assert shown["apoptosis"]["value"] == percent(own["apoptosis_percent"].max())
    assert float(shown["blocked"]["value"].removesuffix(" %")) < 1


def test_while_a_dial_moves_only_the_numbers_of_its_run_are_made(monkeypatch):
    made = []
    usual = cards.worst
    monkeypatch.setattr(cards, "worst", lambda *run: made.append(run[0]) or usual(*run))
    moves = [OPEN.changed(treatments=[give("paclitaxel", dose=dose)]) for dose in (17.25, 17.5)]
    results = {one.key(): run(one) for one in (*moves, *reference_arms(OPEN).values())}
    for move in moves:
        cards.filled(compare(move, lambda one: results[one.key()]))
    assert made.count(moves[0]) == made.count(moves[1]) == 1
    assert all(made.count(arm) <= 1 for arm in reference_arms(OPEN).values())


def test_the_numbers_are_those_of_the_result_and_not_of_its_settings():
    first, other = run(OPEN), run(OPEN.changed(induction=1.0))
    said = [
        cards.filled(compare(OPEN, lambda one, own=own: own if one == OPEN else run(one)))
        for own in (first, other)
    ]
    assert said[0]["tumour"] != said[1]["tumour"]


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_fills_every_card(name, species):
    shown = filled(preset(name, species))
    assert set(shown) == {*words.CARDS, cards.COST}
    for card in filter(None, shown.values()):
        assert card["value"]
        assert all(0 <= share <= 100 for _, _, share in card["dots"])


def test_a_strip_has_a_dot_for_each_run_that_has_the_number_in_its_colour():
    shown = filled(OPEN, pins=(("Kept", preset("combination")),))
    runs = {run: colour for run, colour, _ in shown["tumour"]["dots"]}
    assert list(runs) == [*ARMS, "pin-0", OWN], "the own one lies above"
    assert runs["antibody"] == LINES["antibody"].colour
    assert runs["pin-0"] == PIN_LINES[0].colour
    assert runs[OWN] == LINES["chemotherapy"].colour, "it is that arm"
    assert {run for run, *_ in shown["blocked"]["dots"]} == {
        "chemotherapy",
        "combination",
        "pin-0",
        OWN,
    }, "nothing is killed in the others"
    places = {run: share for run, _, share in shown["tumour"]["dots"]}
    assert places["combination"] == places["pin-0"] == 0
    assert places["untreated"] == 100
    assert places["chemotherapy"] == places[OWN]


def test_what_a_run_does_not_have_is_not_made_up():
    healthy = filled(preset("healthy"))
    assert [healthy[name]["value"] for name in ("tumour", "apoptosis", "blocked")] == ["–"] * 3
    assert healthy["tumour"]["dots"] == []
    assert filled(preset("untreated"))["blocked"]["value"] == "–"
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    broken = cards.filled(compare(asked, failing(asked)))
    assert broken.pop("cost") is None
    assert {card["value"] for card in broken.values()} == {"–"}
    assert len(broken["tumour"]["dots"]) == len(ARMS)


def test_an_empty_card_stands_for_each_before_the_first_answer():
    kinds = re.findall(r"card-(\w+)'", str(cards.layout()))
    assert [kind for kind in kinds if kind in {*words.CARDS, "cost"}] == [
        *words.CARDS,
        "cost",
    ]


def cost(*drugs: str, pins: tuple = (), **changes) -> dict | None:
    asked = scenario(treatments=[give(drug) for drug in drugs], **changes)
    return filled(asked, pins)["cost"]


def test_a_run_that_costs_nothing_has_no_card_of_it():
    assert cost() is None
    assert cost("15D11") is None


def test_the_first_cost_is_told_with_its_day_and_that_it_is_assumed_of_a_mouse():
    asked = preset("combination")
    found = costs(asked, run(asked)).marrow
    shown = filled(asked, pins=(("Kept", OPEN),))["cost"]
    assert shown["name"] == "Lowest neutrophils"
    assert shown["value"] == percent(100 * found.share)
    assert shown["unit"] == "of normal, assumed"
    assert shown["said"] == f"Day {day(found.day)}. No medical advice."
    assert {key for key, *_ in shown["dots"]} == {"chemotherapy", "combination", "pin-0", OWN}
    human = filled(preset("combination", "human"))["cost"]
    assert human["unit"] == "× 10⁹/L"


def test_of_several_costs_the_marrow_is_told_and_of_none_computed_that():
    both = scenario(treatments=[give("paclitaxel"), give("gamma-secretase-inhibitor")])
    assert filled(both)["cost"]["name"] == "Lowest neutrophils"
    assert cost("gamma-secretase-inhibitor")["name"] == "Most goblet cells"
    shown = cost("cisplatin")
    assert (shown["value"], shown["dots"]) == ("not computed", [])


def test_the_kill_that_is_blocked_is_said_to_be_an_average():
    (card,) = [each for each in cards.layout().children if "card-blocked" in each.className]
    _, note = card.children[0].children
    assert "average" in note.children
    own = run(OPEN)["notch_activity"]
    blocked = float(filled(OPEN)["blocked"]["value"].removesuffix(" %"))
    assert 90 * own[0] < blocked < 100 * own.max()
