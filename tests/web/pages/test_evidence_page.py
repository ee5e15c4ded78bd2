"""The evidence page as a browser gets it: wanted, watched, written out; all constants, once."""

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from dash import Dash, dcc, html
from tests.runs import run
from tests.web.browsers import ASSETS, call

from osteoniche.analysis.reproduced import PARTS, chunk, read, scored, spec
from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.profiles import Verdict
from osteoniche.calibration.scores import Badge
from osteoniche.export.sources import RESOLVER
from osteoniche.figures.evidence import rows
from osteoniche.jobs import Progress, State, Work
from osteoniche.quantity import MOUSE, Kind
from osteoniche.scenario import address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.system import declared_system, default_system
from osteoniche.web.kit import ids
from osteoniche.web.kit.markup import markup
from osteoniche.web.pages.evidence import constants, studies
from osteoniche.web.pages.evidence import ids as evidence_ids
from osteoniche.web.pages.evidence import words as evidence_words
from osteoniche.web.shell import create_app

SEEN, READY = f"{ids.seen(evidence_words.PATH)}.data", f"{evidence_ids.READY}.data"
TICK, STILL = f"{evidence_ids.TICK}.n_intervals", f"{evidence_ids.TICK}.disabled"
AGAIN = f"{evidence_ids.AGAIN}.hidden"
TOLD, DRAWN = f"{evidence_ids.TOLD}.children", f"{evidence_ids.DRAWN}.data"
MARKED = re.compile(r"<[^>]*>")


class Fake:
    """Jobs whose work is as far as the test says."""

    def __init__(self, parts: list[bytes]) -> None:
        self.asked: list[str] = []
        self.now = Progress(State.DONE, len(PARTS), len(PARTS))
        self.given: list[bytes] | None = parts

    def start(self, work: Work) -> Progress:
        self.asked.append("start")
        return self.now

    def follow(self, work: Work) -> Progress:
        self.asked.append("follow")
        return self.now

    def results(self, work: Work) -> list[bytes] | None:
        assert work.spec == spec()
        return self.given


@pytest.fixture(scope="module")
def parts() -> list[bytes]:
    return [chunk(spec(), number) for number in range(len(PARTS))]


@pytest.fixture
def jobs(parts: list[bytes]) -> Fake:
    return Fake(parts)


@pytest.fixture
def page(jobs: Any) -> Dash:
    app = create_app(run, jobs, ASSETS)
    app._setup_server()
    return app


def text(marked: str) -> str:
    return MARKED.sub(" ", marked)


def test_nothing_is_computed_until_it_is_wanted(page: Dash, jobs: Fake) -> None:
    assert call(page, {SEEN: None}, SEEN) is None
    assert jobs.asked == []


def test_it_is_started_watched_and_taken_up_again(page: Dash, jobs: Fake) -> None:
    jobs.now = Progress(State.RUNNING, 0, len(PARTS))
    answer = call(page, {SEEN: {"at": 1}}, SEEN) or {}
    assert answer[TOLD] == evidence_words.FIRST
    jobs.now = Progress(State.RUNNING, 1, len(PARTS))
    answer = call(page, {SEEN: {"at": 1}}, SEEN) or {}
    assert answer[STILL] is False
    assert f"1 of {len(PARTS)}" in answer[TOLD]
    assert READY not in answer
    jobs.asked = []
    call(page, {SEEN: {"at": 1}, TICK: 1}, TICK)
    assert jobs.asked == ["follow"]  # which takes it up again


def test_a_failure_is_told_and_ends_the_looking(page: Dash, jobs: Fake) -> None:
    jobs.now = Progress(State.FAILED, 0, 4, why="No room.")
    answer = call(page, {SEEN: {"at": 1}, TICK: 1}, TICK) or {}
    assert "No room." in answer[TOLD]
    assert answer[STILL] is True
    assert READY not in answer
    assert answer[AGAIN] is False
    jobs.now = Progress(State.RUNNING, 0, 4)
    assert (call(page, {SEEN: {"at": 2}}, SEEN) or {})[AGAIN] is True


def test_it_is_ready_once(page: Dash) -> None:
    assert (call(page, {SEEN: {"at": 1}, TICK: 1}, TICK) or {})[READY] is True
    assert call(page, {SEEN: {"at": 1}, TICK: 2, READY: True}, TICK) is None


def test_every_experiment_is_written_out_with_plot_and_badges(page: Dash, parts: Any) -> None:
    answer = (call(page, {READY: True, SEEN: {"at": 1, "screen": "phone"}}, READY) or {})[DRAWN]
    assert len(json.dumps(answer)) < 400_000
    panels, shown = answer["texts"][evidence_ids.PANELS], read(parts)
    for experiment in scored():
        assert f'id="{studies.place(experiment.name)}"' in panels
        assert f'href="#{studies.place(experiment.name)}"' in answer["texts"][evidence_ids.SUMMARY]
        for number, row in enumerate(rows(experiment)):
            place = studies.plot(experiment, number)
            assert f'id="{place}"' in panels
            assert answer["figures"][place]["data"]
            assert answer["figures"][place]["layout"]["xaxis"]["title"]["text"]
            assert f"{experiment.label}, {row.title}: " in unescape(panels)
        assert experiment.evidence[1:] in text(panels)
        assert experiment.evidence[1:] in text(answer["texts"][evidence_ids.SUMMARY])
        for sentence in experiment.assumed:
            assert sentence in text(panels).replace("&#x27;", "'")
    measured = {one.name for one in scored() if one.evidence.is_measured}
    badges = [some[name].badge for some in (shown.fitted, shown.left_out) for name in measured]
    for badge in set(badges):
        assert panels.count(studies.SIGNS[badge]) == badges.count(badge)
    assert f"{shown.fades['fitted'].folds['combination']:.0f}" in answer["texts"][
        evidence_ids.FADING
    ]  # fmt: skip


def test_the_table_says_of_each_its_kind_and_counts(parts: Any) -> None:
    shown, found = read(parts), Rows()
    found.feed(markup(studies.summary(shown)[1]))
    for experiment, (_, cells) in zip(scored(), found.found[1:], strict=True):
        fitted, unseen = shown.fitted[experiment.name], shown.left_out[experiment.name]
        assert cells[1].lower() == experiment.evidence.lower()
        for score, told in ((fitted, cells[2]), (unseen, cells[4])):
            assert (score.badge.value in told) == experiment.evidence.is_measured
            met = sum(point.met for point in score.points)
            assert f"{met} of {len(score.points)} {experiment.evidence.one}" in told
        assert "×" in cells[3] or cells[3] == "no limit passed"
        assert "×" in cells[5] or cells[5] == "no limit passed"


def test_a_legend_stands_at_its_own_plot_and_a_key_once_for_each_kind(parts: Any) -> None:
    panels = {
        experiment.name: markup(panel)
        for experiment, panel in zip(scored(), studies.panels(read(parts), shipped()), strict=True)
    }
    canon, bennett, zheng = (panels[name] for name in ("canon-2008", "bennett-2024", "zheng-2017"))
    places = [
        canon.index(evidence_words.LINES),
        canon.index('id="study-plot-canon-2008-0"'),
        canon.index(evidence_words.RATIOS),
        canon.index('id="study-plot-canon-2008-1"'),
    ]
    assert places == sorted(places)
    assert canon.count("%3Ccircle") == canon.count("%3Crect") == canon.count("%3Cpath") == 1
    assert bennett.count('class="legend"') == bennett.count('class="shape"') == 3
    assert bennett.count(evidence_words.LINES) == zheng.count(evidence_words.LIMIT_DOTS) == 1
    assert 'class="legend"' not in zheng


def test_nothing_is_drawn_of_what_is_not_there(page: Dash, jobs: Fake) -> None:
    assert call(page, {READY: None}, READY) is None
    jobs.given = None
    assert call(page, {READY: True}, READY) is None


def test_badges_differ_in_sign_word_and_class(parts: Any) -> None:
    assert len({*studies.SIGNS.values()}) == len({*studies.CLASSES.values()}) == len(Badge)
    score = next(iter(read(parts).fitted.values()))
    missed = replace(score, points=tuple(replace(p, met=False, factor=9.0) for p in score.points))
    assert "not reproduced" in markup(studies.badge(missed))
    assert "missed" in markup(studies.badge(missed))


class Rows(HTMLParser):
    """The rows of a table: classes, and the text of each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.found.append((dict(attrs).get("data-kinds", ""), []))
        if tag in ("td", "th"):
            self.found[-1][1].append("")

    def handle_data(self, data: str) -> None:
        self.found[-1][1][-1] += data


def test_every_constant_is_in_the_table_as_it_is_declared() -> None:
    made, rows = shipped(), Rows()
    rows.feed(markup(constants.table(made)))
    cells = {line[0].partition(" ")[0]: (kinds, line) for kinds, line in rows.found[1:]}
    assert list(cells) == [param.symbol for param in default_system().params]
    assert constants.count() == len(cells)
    for param in default_system().params:
        kinds, line = cells[param.symbol]
        assert param.meaning == line[1]
        assert param.source in line[-1]
        assert (Kind.FITTED.value in kinds) >= (param.symbol in made.shared)
        assert (line[7] != "–") == (param.symbol in made.shared)
    found = {one.name: one.verdict for one in made.profiles}
    for name, verdict in found.items():
        assert f"the data alone: {verdict.value}" in cells[name][1][7]
    assert Verdict.PINNED in found.values()


def test_the_values_before_the_fit_are_one_press_away() -> None:
    query = re.search(r'data-also="([^"]*)"', markup(constants.before_the_fit()))
    assert query
    shown = address.decode(unescape(query[1]))
    declared = declared_system().by_symbol
    assert shown.parameters == {
        symbol: declared[symbol].values[MOUSE] for symbol in shipped().shared
    }
    assert shown.changed(parameters={}) == preset(OPENING)


def test_constants_lead_to_papers_and_controls() -> None:
    table = markup(constants.table(shipped()))
    assert f'href="{RESOLVER}doi:10.1016/j.bone.2008.03.025"' in table
    leads = re.findall(r'<button [^>]*data-focus="([\w-]+)"', table)
    assert sorted(leads) == sorted(
        [ids.number("induction"), ids.control("host"), ids.control("tumour")]
    )


def test_markup_escapes_and_takes_html_alone() -> None:
    part = html.P(["<b>", html.A("x & y", href='"> <script>', className="c", tabIndex=-1)])
    assert markup(part) == (
        '<p>&lt;b&gt;<a class="c" href="&#34;&gt; &lt;script&gt;" tabindex="-1">x &amp; y</a></p>'
    )
    assert markup(html.I(style={"maskImage": 'url("a")'})) == (
        '<i style="mask-image:url(&#34;a&#34;)"></i>'
    )
    with pytest.raises(TypeError, match="Graph"):
        markup(dcc.Graph())
