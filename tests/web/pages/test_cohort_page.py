"""The page of cohorts as a browser gets it."""

import json

import pytest
from tests.plots import unpacked
from tests.runs import run
from tests.web.browsers import ASSETS, JOBS, call, text_of

from osteoniche.analysis.cohort import SUBJECTS, all_arms, cohort
from osteoniche.analysis.cohort.plan import READINGS
from osteoniche.analysis.cohort.work import Asked, arm_of, assembled, chunk, joined
from osteoniche.errors import ScenarioError
from osteoniche.figures.look import LINES
from osteoniche.jobs import Progress, State, Work
from osteoniche.models import CELLS
from osteoniche.scenario import address
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.web.edge.health import Busy
from osteoniche.web.pages.cohort import ids, live, request, shown, words
from osteoniche.web.shell import create_app

BOTH = preset("combination")
QUERY = address.encode(BOTH)
WEAK = BOTH.changed(treatments=[{**one.model_dump(), "dose": 3.0} for one in BOTH.treatments])
TAKE = f"{ids.TAKE}.n_clicks"
ASKED = f"{ids.REQUEST}.data"
TEXTS = f"{ids.TEXTS}.data"
FEW = {"subjects": "6"}
LARGE = {"subjects": str(SUBJECTS + 1)}


class Fake:
    """Jobs that know of no work, or of all of it: of fewer subjects than were asked for."""

    def __init__(self) -> None:
        self.known = False
        self.started: list[Work] = []

    def start(self, work: Work, wish: str = "") -> Progress:
        self.started.append(work)
        return Progress(State.DONE, work.chunks, work.chunks)

    def results(self, work: Work):
        return parts(BOTH, 4) if self.known else None


def parts(scenario, subjects):
    asked = Asked(scenario, subjects, 1)
    return [chunk(asked.spec, number) for number in range(asked.chunks)]


@pytest.fixture
def jobs():
    return Fake()


@pytest.fixture
def page(jobs):
    app = create_app(run, jobs, ASSETS)
    app._setup_server()
    return app


def about(query=QUERY, **settings):
    return {ASKED: {"query": query, "settings": settings, "wish": "a"}}


def test_chunks_join_to_the_cohort_that_was_asked_for():
    asked = Asked(BOTH, 30, 5, (("T0", 0.5),))
    assert Asked.read(asked.spec) == asked
    assert asked.chunks == 2
    whole = joined([chunk(asked.spec, number) for number in range(asked.chunks)])
    assert len(whole) == 30
    assert whole.seed == 5
    assert whole.sd["T0"] == 0.5
    for arm in whole.arms.values():
        assert arm.values.shape[0] == 30
        assert arm.ran.all()


def test_arms_one_by_one_are_those_of_the_whole():
    asked = Asked(WEAK, 5, 7)
    whole, again = cohort(WEAK, 5, 7), assembled(asked)
    assert list(again.arms) == list(whole.arms)
    for name, arm in whole.arms.items():
        assert (again.arms[name].values == arm.values).all()
    alone = assembled(asked, alone=True)
    assert list(alone.arms) == [OWN]
    assert (alone.arms[OWN].values == whole.arms[OWN].values).all()
    assert (alone.days == whole.days).all()


def test_an_arm_is_known_by_all_that_decides_it():
    asked, arms = Asked(BOTH, 5, 7), all_arms(BOTH)
    keys = {asked.key_of(arm) for arm in arms.values()}
    assert len(keys) == len(arms)
    stronger = Asked(WEAK, 5, 7)
    assert stronger.key_of(arms["untreated"]) == asked.key_of(arms["untreated"])
    later = BOTH.changed(treatments=[{**BOTH.treatments[0].model_dump(), "start": 3.0}])
    others = Asked(BOTH, 6, 7), Asked(BOTH, 5, 8), Asked(BOTH, 5, 7, (("T0", 0.1),))
    for other in (*others, Asked(later, 5, 7)):  # another first dose: other days are kept
        assert other.key_of(arms["untreated"]) != asked.key_of(arms["untreated"])


def test_large_cohorts_come_in_few_parts():
    assert Asked(BOTH, 20_000, 1).chunks <= 80
    with pytest.raises(ScenarioError, match="subjects"):
        Asked(BOTH, 20_001, 1)


def wanted(scenario=BOTH, **settings):
    given = {"query": address.encode(scenario), "settings": settings}
    return request.Request.of(given).wanted()


def test_a_page_runs_mice_and_fewer_patients_at_once():
    assert wanted().asked.subjects == SUBJECTS
    patients = wanted(preset("combination", "human"))
    assert patients.asked.subjects == request.PATIENTS < SUBJECTS
    assert not patients.large
    assert wanted(preset("combination", "human"), subjects=str(SUBJECTS)).large


def test_what_is_wrong_is_told_at_once():
    with pytest.raises(ScenarioError) as told:
        wanted(subjects="many", progression="burden=x", subject="0", T0="9", speed="1", kkP="?")
    fields = {problem.field for problem in told.value.problems}
    assert fields == {"subjects", "progression", "kkP", "T0", "speed", "subject"}


def test_what_differs_in_the_other_species_alone_waits_for_it():
    mouse = wanted(light="0.1", T0="0.5")
    patient = wanted(preset("combination", "human"), light="0.1", T0="0.5")
    assert dict(mouse.asked.sd) == {"light": 0.1, "T0": 0.5}
    assert dict(patient.asked.sd) == {"T0": 0.5}


def test_all_that_is_shown_is_of_one_cohort(page):
    drawn = call(page, about(**FEW), ASKED, ids.BANDS) or {}
    texts = drawn[TEXTS]
    arms = texts[ids.ARMS]
    for name in ARMS:
        assert LINES[name].label in arms
        assert LINES[name].label in texts[ids.AT_RISK]
    assert words.SAME.format(own=LINES[OWN].label, arm=LINES["combination"].label) in arms
    assert "6 mice" in drawn[TEXTS][ids.STORY]
    assert "of the mice respond" in drawn[TEXTS][ids.LINE]
    assert "tell Both from Chemotherapy" in drawn[TEXTS][ids.ANIMALS]
    for figure in (ids.BANDS, ids.WATERFALL, ids.SURVIVAL):
        assert drawn[f"{figure}.figure"]["data"]
    assert "Both from Chemotherapy" in drawn[TEXTS][ids.NEXT_LEAD]
    assert drawn[TEXTS][ids.NEXT].count("<tr>") == 1 + len(READINGS)
    assert "derived" in text_of(drawn[f"{ids.DIFFERS}.children"])
    assert drawn[f"{ids.LONG}.hidden"] is True
    assert drawn[f"{ids.NOTE}.children"] is None


def test_fields_come_anew_only_where_they_are_made_of_something_else(page):
    of = f"{ids.FORM_OF}.data"
    first = call(page, about(**FEW), ASKED, ids.BANDS) or {}
    assert f"{ids.FORM}.children" in first
    again = call(page, about(**FEW) | {of: first[of]}, ASKED, ids.BANDS) or {}
    assert {f"{ids.FORM}.children", f"{ids.DIFFERS}.children", of}.isdisjoint(again)
    patients = address.encode(preset("combination", "human"))
    for other in (about(subjects="7"), about(patients, **FEW)):
        drawn = call(page, other | {of: first[of]}, ASKED, ids.BANDS) or {}
        assert f"{ids.FORM}.children" in drawn


def test_the_next_experiment_is_about_a_run_that_is_no_arm(page):
    drawn = call(page, about(address.encode(WEAK), **FEW), ASKED, ids.BANDS) or {}
    assert "Your run from Chemotherapy" in drawn[TEXTS][ids.NEXT_LEAD]


def test_wrong_settings_change_nothing_and_are_named(page):
    drawn = call(page, about(subjects="-3", T0="wide"), ASKED, ids.BANDS) or {}
    assert list(drawn) == [f"{ids.NOTE}.children"]
    told = text_of(drawn[f"{ids.NOTE}.children"])
    assert words.REFUSED in told
    assert "subjects" in told
    assert "T0" in told


def test_a_large_cohort_waits_for_the_button(page, jobs):
    drawn = call(page, about(**LARGE), ASKED, ids.BANDS) or {}
    assert words.LARGE in text_of(drawn[f"{ids.NOTE}.children"])
    assert TEXTS not in drawn
    assert drawn[f"{ids.LONG}.hidden"] is False
    given = {f"{ids.WORK.request}.data": about(**LARGE)[ASKED]}
    call(page, given, f"{ids.WORK.request}.data", ids.WORK.ready)
    (work,) = jobs.started
    assert Asked.read(work.spec).subjects == SUBJECTS + 1
    jobs.known = True
    drawn = call(page, about(**LARGE), f"{ids.WORK.ready}.data", ids.BANDS) or {}
    assert "4 mice" in drawn[TEXTS][ids.STORY]


def test_what_the_constants_leave_open_is_shown_on_demand(page):
    def named(**settings):
        drawn = call(page, about(**FEW, **settings), ASKED, ids.BANDS) or {}
        return [trace["name"] for trace in drawn[f"{ids.BANDS}.figure"]["data"]]

    assert shown.pictures.CONSTANTS_NAMED not in named()
    assert shown.pictures.CONSTANTS_NAMED in named(constants="yes")
    healthy = address.encode(preset("healthy"))
    drawn = call(page, about(healthy, subjects="2", constants="yes"), ASKED, ids.BANDS) or {}
    assert words.NO_BAND in text_of(drawn[f"{ids.NOTE}.children"])


def moved(scenario, **settings):
    told = live.content({"query": address.encode(scenario), "settings": settings}, arm_of)
    return told and json.loads(told)


def test_a_moved_dial_brings_the_visitors_arm_alone():
    told = moved(WEAK, **FEW, subject="2")
    whole = cohort(WEAK, 6)
    bands = told["bands"]
    assert len(bands) == 3 * 3 + 3
    (middle,) = whole.arms[OWN].quantiles(CELLS, (50.0,))
    assert unpacked(bands[2]["y"]) == pytest.approx(middle, rel=1e-5)
    assert unpacked(bands[9]["y"]) == pytest.approx(whole.arms[OWN].of(CELLS)[1], rel=1e-5)
    assert told["row"][:2] == [LINES[OWN].label, "6"]
    assert "of the mice respond" in told["line"]


def test_an_update_is_small():
    told = live.content({"query": address.encode(WEAK), "settings": {}}, arm_of)
    assert len(json.dumps(json.loads(told)["bands"])) < 8000


@pytest.mark.parametrize(
    "message", [None, "junk", {"query": 3}, {"query": "15D11=x"}, {"query": QUERY, "settings": 3}]
)
def test_the_short_way_answers_whatever_it_is_sent(message):
    told = live.content(message, arm_of)
    assert told is None or isinstance(told, bytes)


def test_the_short_way_leaves_large_and_wrong_cohorts_alone(page):
    for settings in (LARGE, {"subjects": "x"}):
        assert moved(BOTH, **settings) is None
    client = page.server.test_client()
    assert client.post(f"/{live.PATH}", json={"query": 1}).status_code == 204
    answer = client.post(f"/{live.PATH}", json={"query": QUERY, "settings": FEW})
    assert answer.json["row"]


def test_while_others_are_computed_the_short_way_says_so():
    def busy(asked, arm):
        raise Busy

    client = create_app(run, JOBS, ASSETS, subjects=busy).server.test_client()
    answer = client.post(f"/{live.PATH}", json={"query": QUERY, "settings": FEW})
    assert (answer.status_code, answer.data) == (202, b"")


@pytest.mark.parametrize("name", ["healthy", "untreated", "combination"])
@pytest.mark.parametrize("species", ["mouse", "human"])
def test_every_preset_can_be_drawn(page, name, species):
    query = address.encode(preset(name, species))
    drawn = call(page, about(query, subjects="1", subject="1"), ASKED, ids.BANDS) or {}
    assert drawn[f"{ids.BANDS}.figure"]["data"]
    assert moved(preset(name, species), subjects="1")


def test_the_subjects_are_taken_as_a_file(page, jobs):
    given = {TAKE: 1} | about(**FEW)
    (file,) = (call(page, given, TAKE) or {}).values()
    assert file["filename"] == words.FILE
    assert file["content"].count("\n") == 7
    assert call(page, {TAKE: 1} | about(**LARGE), TAKE) is None
    assert call(page, {TAKE: 1, ASKED: "junk"}, TAKE) is None


def test_sets_without_a_fit_have_no_band(page):
    query = address.encode(BOTH.changed(set="reference-2026"))
    drawn = call(page, about(query, subjects="2", constants="yes"), ASKED, ids.BANDS) or {}
    assert words.NO_BAND in text_of(drawn[f"{ids.NOTE}.children"])
