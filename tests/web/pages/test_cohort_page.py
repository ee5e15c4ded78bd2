"""The page of cohorts as a browser gets it."""

import pytest
from tests.runs import run
from tests.web.browsers import ASSETS, call, text_of

from osteoniche.analysis.cohort import SUBJECTS
from osteoniche.analysis.cohort.plan import READINGS
from osteoniche.analysis.cohort.work import Asked, chunk, joined
from osteoniche.errors import ScenarioError
from osteoniche.figures.look import LINES
from osteoniche.jobs import Work
from osteoniche.scenario import address
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.web.pages.cohort import callbacks, ids, words
from osteoniche.web.shell import create_app

BOTH = preset("combination")
QUERY = address.encode(BOTH)
TAKE = f"{ids.TAKE}.n_clicks"
READY = f"{ids.WORK.ready}.data"


class Done:
    """Jobs of which all is computed, of a smaller cohort than was asked for."""

    def __init__(self) -> None:
        self.known = True

    def results(self, work: Work):
        return parts(BOTH, 4) if self.known else None


def parts(scenario, subjects):
    asked = Asked(scenario, subjects, 1)
    return [chunk(asked.spec, number) for number in range(asked.chunks)]


@pytest.fixture
def jobs():
    return Done()


@pytest.fixture
def page(jobs):
    app = create_app(run, jobs, ASSETS)
    app._setup_server()
    return app


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


def test_large_cohorts_come_in_few_parts():
    assert Asked(BOTH, 20_000, 1).chunks <= 80
    with pytest.raises(ScenarioError, match="subjects"):
        Asked(BOTH, 20_001, 1)


def test_a_page_runs_mice_and_fewer_patients():
    assert callbacks.asked_of(QUERY).subjects == SUBJECTS
    patients = callbacks.asked_of(address.encode(preset("combination", "human")))
    assert patients.subjects == callbacks.PATIENTS < SUBJECTS


def test_all_that_is_shown_is_of_one_cohort():
    shown = callbacks.draw(parts(BOTH, 6), "light", "desk")
    arms, story, bands, waterfall, survival, at_risk, lead, animals, differs = shown
    for name in ARMS:
        assert LINES[name].label in text_of(arms)
        assert LINES[name].label in text_of(at_risk)
    assert "6 mice" in story
    assert all(figure["data"] for figure in (bands, waterfall, survival))
    assert "Both from Chemotherapy" in lead
    assert len(animals.children[1].children) == len(READINGS)
    assert "derived" in text_of(differs)


@pytest.mark.parametrize("name", ["healthy", "untreated", "combination"])
@pytest.mark.parametrize("species", ["mouse", "human"])
def test_every_preset_can_be_drawn(name, species):
    shown = callbacks.draw(parts(preset(name, species), 1), "dark", "phone")
    assert len(shown) == 9


def test_the_subjects_are_taken_as_a_file(page, jobs):
    given = {TAKE: 1, READY: {"query": QUERY, "wish": "a"}}
    (file,) = call(page, given, TAKE).values()
    assert file["filename"] == words.FILE
    assert file["content"].count("\n") == 5
    jobs.known = False
    assert call(page, given, TAKE) is None
    assert call(page, {TAKE: 1, READY: "junk"}, TAKE) is None
