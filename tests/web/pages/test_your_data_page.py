"""One's own data as a browser sends them: reading, wanting, watching, drawing, taking away."""

import base64
import json
from typing import Any

import pytest
from dash import Dash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.runs import run
from tests.web.browsers import ASSETS, JUNK, call, text_of

from osteoniche.calibration.your_data.fit import STARTS, chunk
from osteoniche.calibration.your_data.groups import ON_PAGE, choice_of, choices
from osteoniche.calibration.your_data.request import FitRequest
from osteoniche.calibration.your_data.table import ARMS_AT_MOST, BYTES_AT_MOST, TEMPLATE, read
from osteoniche.components import Drug
from osteoniche.drugs import DRUGS
from osteoniche.errors import ScenarioError
from osteoniche.jobs import Progress, State, Work
from osteoniche.quantity import MOUSE
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.edge import gate
from osteoniche.web.kit import ids
from osteoniche.web.pages.your_data import callbacks, words
from osteoniche.web.pages.your_data import ids as your_data_ids
from osteoniche.web.pages.your_data import layout as page_of
from osteoniche.web.pages.your_data import shown as own_shown
from osteoniche.web.shell import create_app

GIVEN, WANTED, READY = (
    f"{name}.data"
    for name in (your_data_ids.GIVEN, your_data_ids.WORK.request, your_data_ids.WORK.ready)
)
FILE, FILE_TOLD = f"{your_data_ids.FILE}.data", f"{your_data_ids.FILE_TOLD}.children"
PROBLEMS, READ = f"{your_data_ids.PROBLEMS}.children", f"{your_data_ids.READ}.children"
NO_FIT, NO_STOP = f"{your_data_ids.WORK.start}.disabled", f"{your_data_ids.WORK.stop}.disabled"
TICK, STOP = f"{your_data_ids.WORK.tick}.n_intervals", f"{your_data_ids.WORK.stop}.n_clicks"
TOLD, STORY = f"{your_data_ids.WORK.status}.children", f"{your_data_ids.STORY}.children"


class Fake:
    """Jobs whose work stands as the test says; `found` are the results of all chunks."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Work]] = []
        self.wishes: list[str] = []
        self.now = Progress(State.RUNNING, 1, STARTS)
        self.found: list[bytes] | None = None

    def start(self, work: Work, wish: str = "") -> Progress:
        self.calls.append(("start", work))
        self.wishes.append(wish)
        return self.now

    def follow(self, work: Work, wish: str = "") -> Progress:
        self.calls.append(("follow", work))
        self.wishes.append(wish)
        return self.now

    def known(self, work: Work) -> Progress:
        return self.now

    def cancel(self, work: Work, wish: str = "") -> None:
        self.calls.append(("cancel", work))
        self.wishes.append(wish)

    def results(self, work: Work) -> list[bytes] | None:
        return self.found


@pytest.fixture
def jobs() -> Fake:
    return Fake()


@pytest.fixture
def page(jobs: Fake) -> Dash:
    app = create_app(run, jobs, ASSETS)  # type: ignore[arg-type]
    app._setup_server()
    return app


def wanted(text: str = TEMPLATE, **changes: Any) -> dict[str, Any]:
    return {
        "text": text,
        "query": address.encode(preset(OPENING)),
        "groups": ["chemotherapy", "untreated", None, None, None, None],
        "free": ["r0", "T0"],
        "bounds": "limits",
        "wish": "mine",
    } | changes


@pytest.fixture(scope="module")
def computed() -> list[bytes]:
    work = callbacks._work(callbacks.request_of(wanted()))
    return [chunk(work.spec, number) for number in range(STARTS)]


def test_a_table_is_read_and_its_groups_are_asked_about(page: Dash) -> None:
    shown = call(page, {GIVEN: {"text": TEMPLATE}}, GIVEN) or {}
    assert shown[PROBLEMS] is None
    assert "10 numbers in 2 groups" in shown[READ]
    assert "tumour cells from 2,120 to 445,000, bone mass 91 % of start." in shown[READ]
    assert shown[NO_FIT] is False
    labels = [shown[f"{your_data_ids.group(place)}.label"] for place in range(3)]
    assert labels == ["Group “chemotherapy”", "Group “untreated”", ""]
    assert shown[f"{your_data_ids.group(0)}.value"] == "chemotherapy"
    assert shown[f"{your_data_ids.group(1)}.value"] == "untreated"
    hidden = [
        shown[f"{your_data_ids.group(place)}.style"] == own_shown.HIDDEN for place in range(6)
    ]
    assert hidden == [False, False, True, True, True, True]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (("1.23", "1.5"), "tumour cells from 1.23 to 1.5."),
        (("2,120", "1,234,567"), "tumour cells from 2,120 to 1,230,000."),
    ],
)
def test_the_range_of_each_quantity_shows_how_its_marks_were_read(
    page: Dash, numbers: tuple[str, str], told: str
) -> None:
    text = "day;quantity;value\n1;tumour cells;{}\n2;tumour cells;{}\n".format(*numbers)
    shown = call(page, {GIVEN: {"text": text}}, GIVEN) or {}
    assert told in shown[READ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("day\tquantity\tvalue\n3\ttumour cells\t2,120\n", "'2,120' may be 2120 or 2.12"),
        ("day,quantity,value,lower\n1,tumour cells,10,5\n", "no column 'upper'"),
        ("day,quantity,value,upper\n1,tumour cells,10,15\n", "no column 'lower'"),
    ],
)
def test_what_is_asked_about_a_table_and_columns_that_lack_are_told(
    page: Dash, text: str, told: str
) -> None:
    shown = call(page, {GIVEN: {"text": text}}, GIVEN) or {}
    assert told in text_of(shown[PROBLEMS])
    assert (shown[READ], shown[NO_FIT]) == (None, True)


def test_a_group_that_stays_keeps_what_was_chosen(page: Dash) -> None:
    label = f"{your_data_ids.group(0)}.label"
    shown = call(page, {GIVEN: {"text": TEMPLATE}, label: "Group “chemotherapy”"}, GIVEN) or {}
    assert f"{your_data_ids.group(0)}.value" not in shown
    assert f"{your_data_ids.group(1)}.value" in shown


@pytest.mark.parametrize("drug", list(DRUGS.values()), ids=list(DRUGS))
def test_a_group_that_names_a_drug_is_offered_and_told_as_that_drug(
    page: Dash, jobs: Fake, computed: list[bytes], drug: Drug
) -> None:
    text = TEMPLATE.replace("chemotherapy", drug.name)
    shown = call(page, {GIVEN: {"text": text}}, GIVEN) or {}
    place = read(text).arms.index(drug.name)
    assert shown[f"{your_data_ids.group(place)}.value"] == drug.name
    label = words.CHOICES[drug.name]
    assert label.startswith(drug.label)
    assert f"“{drug.name}” as {label}" in shown[READ]
    groups = [choice_of(arm) for arm in read(text).arms] + [None] * 4
    jobs.found = computed
    sent = wanted(text, groups=groups)
    legend = (call(page, {READY: sent}, READY) or {})[f"{your_data_ids.LEGEND}.children"]
    assert f"taken as: Mouse, {drug.called(MOUSE)}" in text_of(legend)
    taken = call(page, {READY: sent}, f"{your_data_ids.TAKE}.n_clicks") or {}
    report = json.loads(taken[f"{your_data_ids.DOWNLOAD}.data"]["content"])["fit"]
    assert report["groups"][drug.name] == drug.name


def test_drugs_that_a_name_joins_are_offered_beside_all_others(page: Dash) -> None:
    text = TEMPLATE.replace("chemotherapy", "Docetaxel and antibody")
    shown = call(page, {GIVEN: {"text": text}}, GIVEN) or {}
    joined = "docetaxel + 15D11"
    assert shown[f"{your_data_ids.group(0)}.value"] == joined
    assert "as Docetaxel and 15D11 (anti-Jagged1), usual doses." in shown[READ]
    for place in range(6):
        offered = [one["value"] for one in shown[f"{your_data_ids.group(place)}.data"]]
        assert offered == [*choices(), joined]
    again = {"text": text, "groups": [joined, "cisplatin + zoledronate"]}
    shown = call(page, {GIVEN: again}, GIVEN) or {}
    assert shown[f"{your_data_ids.group(1)}.value"] == "cisplatin + zoledronate"
    offered = [one["value"] for one in shown[f"{your_data_ids.group(0)}.data"]]
    assert offered == [*choices(), joined, "cisplatin + zoledronate"]


def test_a_name_that_says_nothing_of_a_treatment_is_told(page: Dash) -> None:
    odd = TEMPLATE.replace("chemotherapy", "my drug X")
    assert "“my drug X”" in (call(page, {GIVEN: {"text": odd}}, GIVEN) or {})[READ]
    assert "No treatment" not in (call(page, {GIVEN: {"text": TEMPLATE}}, GIVEN) or {})[READ]


def test_groups_of_the_last_table_go_when_the_next_is_refused(page: Dash) -> None:
    for text in ("day,quantity,value\nx,tumour cells,1", ""):
        shown = call(page, {GIVEN: {"text": text}}, GIVEN) or {}
        styles = [shown[f"{your_data_ids.group(place)}.style"] for place in range(6)]
        assert styles == [own_shown.HIDDEN] * 6


def test_a_table_that_was_fitted_before_keeps_its_groups(page: Dash) -> None:
    given = {"text": TEMPLATE, "groups": ["page", "antibody"]}
    shown = call(page, {GIVEN: given}, GIVEN) or {}
    assert [shown[f"{your_data_ids.group(place)}.value"] for place in (0, 1)] == [
        "page",
        "antibody",
    ]
    shown = call(page, {GIVEN: given | {"groups": [[], "nothing"]}}, GIVEN) or {}
    values = [shown[f"{your_data_ids.group(place)}.value"] for place in (0, 1)]
    assert values == [choice_of(arm) for arm in read(TEMPLATE).arms]


def test_all_problems_are_shown_with_row_and_column(page: Dash) -> None:
    bad = "day,quantity,value\n1,weight,x\n2,tumour cells,-1\n"
    shown = call(page, {GIVEN: {"text": bad}}, GIVEN) or {}
    said = text_of(shown[PROBLEMS])
    for place in ("row 2, column quantity", "row 2, column value", "row 3, column value"):
        assert place in said
    assert shown[NO_FIT] is True


def test_of_very_many_problems_the_first_are_shown_and_the_others_counted(page: Dash) -> None:
    bad = "day,quantity,value\n" + "x,tumour cells,1\n" * 1000
    said = call(page, {GIVEN: {"text": bad}}, GIVEN) or {}
    listed = said[PROBLEMS]["props"]["children"][1]["props"]["children"]
    assert len(listed) == own_shown.SHOWN_AT_MOST + 1
    assert "960 more" in text_of(listed[-1])


@pytest.mark.parametrize(
    ("begin", "size", "why"),
    [
        (b"PK\x03\x04" + b"\x01" * 99, 5_000, "a ZIP archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", 5_000, "a picture"),
        (b"\0" * 40, 5_000, "no text"),
        (b"day,quantit\xe9", 5_000, "not text in UTF-8"),
        (b"day,quantity,value\n", 10_000_000, "10,000 kB"),
        (b"day,quantity,value\n", BYTES_AT_MOST + 1, "200,001 bytes"),
        (b"", 0, "your file: this is empty"),
    ],
)
def test_of_a_file_that_is_not_read_its_beginning_says_why(
    page: Dash, begin: bytes, size: int, why: str
) -> None:
    sent = {"begin": base64.b64encode(begin).decode(), "bytes": size}
    shown = call(page, {FILE: sent}, FILE) or {}
    said = text_of(shown[FILE_TOLD])
    assert why in said
    assert "nothing was changed" in said
    assert set(shown) == {FILE_TOLD}  # what was read before stays, and can be fitted
    assert call(page, {FILE: None}, FILE) == {FILE_TOLD: None}


def test_a_table_of_the_largest_size_passes_the_gate() -> None:
    assert gate.TEXT >= BYTES_AT_MOST
    assert gate.BODY > page_of.SENT_AT_MOST + 10_000
    assert BYTES_AT_MOST < page_of.SENT_AT_MOST


def test_fit_starts_looks_and_stops(page: Dash, jobs: Fake) -> None:
    shown = call(page, {WANTED: wanted()}, WANTED) or {}
    assert shown[NO_STOP] is False
    assert "1 of 3" in shown[TOLD]
    assert READY not in shown
    call(page, {WANTED: wanted()}, TICK)
    shown = call(page, {WANTED: wanted()}, STOP) or {}
    assert [what for what, _ in jobs.calls] == ["start", "follow", "cancel"]
    assert jobs.wishes == ["mine", "mine", "mine"]
    assert "Stopped" in shown[TOLD]
    assert shown[NO_STOP] is True
    jobs.now = Progress(State.DONE, STARTS, STARTS)
    shown = call(page, {WANTED: wanted()}, TICK) or {}
    assert (shown[READY], shown[TOLD]) == (wanted(), words.DONE)


def test_every_visit_has_work_of_its_own() -> None:
    one, other = (
        callbacks._work(callbacks.request_of(wanted(wish=wish))) for wish in ("mine", "yours")
    )
    assert one.key != other.key


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": "nonsense"}, "no header"),
        ({"free": []}, "free"),
        ({"free": ["Imax"]}, "free"),
        ({"groups": []}, "group"),
        ({"bounds": "guessed"}, "bounds"),
        ({"query": "days=x"}, "days"),
        ({"query": "tumour=none"}, "a fit needs a tumour"),
        ({"text": "day,quantity,value\n900,tumour cells,5\n"}, "row 2, column day"),
    ],
)
def test_what_can_not_be_fitted_is_told_and_nothing_starts(
    page: Dash, jobs: Fake, change: dict[str, Any], why: str
) -> None:
    shown = call(page, {WANTED: wanted(**change)}, WANTED) or {}
    assert why in text_of(shown[PROBLEMS])
    assert jobs.calls == []


def test_a_finished_fit_is_shown_and_taken_away(
    page: Dash, jobs: Fake, computed: list[bytes]
) -> None:
    jobs.found = computed
    shown = call(page, {READY: wanted()}, READY) or {}
    assert "10 numbers of 2 groups" in shown[STORY]
    assert shown[f"{your_data_ids.RESULT}.hidden"] is False
    assert "told by the data" in text_of(shown[f"{your_data_ids.VALUES}.children"])
    assert "taken as: Mouse, Paclitaxel" in text_of(shown[f"{your_data_ids.LEGEND}.children"])
    query = shown[f"{your_data_ids.SHOW}.children"]["props"]["data-visit"]
    assert set(address.decode(query).parameters) == {"r0", "T0"}
    taken = (
        call(
            page,
            {READY: wanted(), WANTED: wanted(free=["r0"], wish="next")},
            f"{your_data_ids.TAKE}.n_clicks",
        )
        or {}
    )
    file = taken[f"{your_data_ids.DOWNLOAD}.data"]
    assert Scenario.model_validate_json(file["content"]) == address.decode(query)
    assert json.loads(file["content"])["fit"]["points"]


def test_nothing_is_drawn_before_it_is_there(page: Dash) -> None:
    assert call(page, {READY: None, WANTED: wanted()}, f"{ids.THEME}.data") is None
    assert call(page, {WANTED: wanted()}, f"{your_data_ids.TAKE}.n_clicks") is None


def test_a_result_that_is_not_kept_any_more_is_told(page: Dash, jobs: Fake) -> None:
    shown = call(page, {READY: wanted()}, READY) or {}
    assert (shown[STORY], shown[f"{your_data_ids.RESULT}.hidden"]) == (words.GONE, False)
    assert call(page, {READY: wanted()}, f"{your_data_ids.TAKE}.n_clicks") is None


def test_a_distance_of_nothing_has_no_sign() -> None:
    assert [own_shown._signed(value) for value in (-0.04, 0.0, 0.04, -0.06, 1.25)] == [
        "0.0",
        "0.0",
        "0.0",
        "-0.1",
        "+1.2",
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    JUNK | st.fixed_dictionaries({}, optional=dict.fromkeys([*wanted(), "begin", "bytes"], JUNK)),
    st.sampled_from(
        [(GIVEN, GIVEN), (WANTED, WANTED), (WANTED, TICK), (READY, READY), (FILE, FILE)]
    ),
)
def test_whatever_a_browser_sends_is_no_mistake_of_ours(
    page: Dash, sent: Any, place: tuple[str, str]
) -> None:
    try:
        json.dumps(sent, allow_nan=False).encode()
    except ValueError:
        return  # the gate refuses it
    call(page, {place[0]: sent}, place[1])


def test_a_group_whose_name_is_half_understood_has_to_be_chosen():
    named = "Docetaxel 10 mg/kg"
    study = read(f"day,quantity,value,arm\n3,tumour cells,5,{named}\n9,tumour cells,7,mine\n")
    labels = [""] * ARMS_AT_MOST
    values = own_shown.group_choices(study, labels)[ARMS_AT_MOST:][:2]
    assert dict(zip(study.arms, values, strict=True)) == {named: "", "mine": ON_PAGE}
    said = own_shown.summary(study)
    assert f"“{named}” is named, but not so that it is understood" in said
    assert "No treatment is known by the name “mine”" in said
    with pytest.raises(ScenarioError, match="choose from page, untreated"):
        FitRequest(study, preset("untreated"), {named: "", "mine": ON_PAGE})
