"""The tab Why: the way from untreated to the run, and the run against the one chosen."""

import json
from typing import Any

import pytest
from tests.runs import failing, scenario
from tests.web.browsers import call, page, request

from osteoniche.scenario.presets import preset
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import request as asked
from osteoniche.web.pages.explore.why import shown

OPEN, BOTH = preset("chemotherapy"), preset("combination")


def answered(message: Any) -> Any:
    """What the tab shows for a request, as text; None where it stays as it is."""
    due = f"{ids.WHY_DUE}.data"
    answer = call(page(), {due: 1.0, f"{ids.REQUEST}.data": message}, due)
    return answer and json.dumps(answer)


def test_it_is_computed_for_what_was_last_asked():
    assert "paclitaxel without any protection" in answered(request(OPEN))
    assert answered(None) is None


def test_settings_that_are_refused_leave_it_as_it_was():
    wrong = request(OPEN)
    wrong["values"][ids.control("days")] = "1e99"
    assert answered(wrong) is None


def test_it_is_held_against_untreated_unless_a_run_is_chosen():
    assert "From \\u201cUntreated\\u201d to your run" in answered(request(BOTH))
    against = answered(request(BOTH, minus="chemotherapy"))
    assert "From \\u201cChemotherapy\\u201d to your run" in against
    assert "One setting differs: 15D11" in against


def test_it_leads_to_where_another_run_is_chosen():
    assert f'"data-focuses": "{ids.MINUS}"' in answered(request(BOTH))


def test_a_kept_run_may_be_of_the_other_species():
    pins = [{"name": "A patient", "query": "species=human"}]
    message = request(BOTH, pins=pins, minus="pin-0")
    assert "compare runs of one species" in answered(message)


def test_a_run_that_fails_says_why():
    text = json.dumps([str(part) for part in shown(asked.read(request(OPEN)), failing(OPEN))])
    assert "evaluations" in text or "limit" in text


@pytest.mark.parametrize("name", ["untreated", "healthy"])
def test_where_there_is_nothing_to_explain_a_sentence_says_so(name):
    text = answered(request(preset(name)))
    assert "There is no tumour" in text or "Nothing that is set" in text
    assert "why-table" not in text


def test_bars_stand_in_a_table_with_names():
    text = answered(request(scenario(treatments=[each.model_dump() for each in BOTH.treatments])))
    for word in ("all together", "if independent", "is-fewer", "is-more", "the niche takes back"):
        assert word in text
