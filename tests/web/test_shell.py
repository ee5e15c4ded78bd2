"""The application and its layout: ids, names for those who hear it, nothing to the outside."""

import inspect
import json
import re
from collections import Counter
from importlib import import_module
from typing import Any

import pytest
from dash import dcc
from tests.web.browsers import ASSETS, JOBS, call, components, page, request, scripts, text_of

from osteoniche.calibration.your_data.table import ARMS_AT_MOST
from osteoniche.figures.details import DETAILS
from osteoniche.figures.look import blank
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.work import Parts
from osteoniche.web.pages.cohort import ids as cohort_ids
from osteoniche.web.pages.cohort.plan import request as plan_request
from osteoniche.web.pages.explore import answer
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.your_data import ids as your_data_ids
from osteoniche.web.rail.arrangement import arranged
from osteoniche.web.rail.choice import SECTIONS
from osteoniche.web.rail.controls import CHOSEN, LATER, NUMERIC
from osteoniche.web.shell import PAGES

PAGE_IDS = [
    import_module(f"osteoniche.web.pages.{found.parent.name}.ids")
    for found in (ASSETS.parent / "src/osteoniche/web/pages").glob("*/ids.py")
]


@pytest.fixture(scope="module")
def app():
    return page()


@pytest.fixture(scope="module")
def laid_out(app):
    """Every component of the page."""
    return list(components(app.layout()))


def named(laid_out) -> list[str]:
    return [each.id for each in laid_out if getattr(each, "id", None)]


def by_id(laid_out, component: str) -> Any:
    return next(each for each in laid_out if getattr(each, "id", None) == component)


def declared_ids() -> set[str]:
    """Every id that ids.py and those of the pages give, functions called with all they are for."""
    constants = set()
    for each in (ids, *PAGE_IDS):
        for name, value in vars(each).items():
            if isinstance(value, Parts):
                constants.update(vars(value).values())
            elif name.isupper():
                constants.add(value)
    functions = {
        name
        for each in (ids, *PAGE_IDS)
        for name, value in vars(each).items()
        if inspect.isfunction(value)
    }
    made = {
        "control": [
            *(*NUMERIC, *CHOSEN, *LATER, "species"),
            *(f"{section}.{part}" for section in SECTIONS for part in ("drug", "regimen")),
        ],
        "number": list(words.DIALS),
        "default": list(words.DIALS),
        "scale": list(words.DIALS),
        "preset": list(PRESETS),
        "summary": [*sorted(set(words.FOLDS.values()))],
        "panel": [detail.name for detail in DETAILS],
        "seen": [each.path for each in PAGES],
        "group": range(ARMS_AT_MOST),
        "plan": plan_request.CHOSEN + plan_request.TYPED,
    }
    assert functions == set(made), "a new kind of id: say here what it is for"
    made_by = vars(ids) | {"group": your_data_ids.group, "plan": cohort_ids.plan}
    return constants | {made_by[name](each) for name in made for each in made[name]}


def test_every_declared_id_is_in_the_layout_once_and_no_other(laid_out):
    found = named(laid_out)
    assert [name for name, count in Counter(found).items() if count > 1] == []
    assert set(found) == declared_ids()


def test_callbacks_speak_of_ids_that_exist(app, laid_out):
    found = set(named(laid_out))
    client = app.server.test_client()
    for callback in client.get("/_dash-dependencies").get_json():
        used = {each["id"] for kind in ("inputs", "state") for each in callback[kind]}
        used |= {name.rsplit(".", 1)[0] for name in callback["output"].strip(".").split("...")}
        assert used <= found


def test_the_controls_of_the_layout_are_those_of_the_opening_scenario(laid_out):
    for (component, prop), value in arranged(preset(OPENING)).items():
        stands = getattr(by_id(laid_out, component), prop, "")
        none = stands in (None, "") and value in (None, "")
        assert none or stands == value, (component, prop)


def test_the_page_opens_on_a_mouse_with_paclitaxel_and_no_antibody(laid_out):
    assert by_id(laid_out, ids.control("species")).value == "mouse"
    assert by_id(laid_out, ids.control("chemotherapy.drug")).value == "paclitaxel"
    assert by_id(laid_out, ids.control("chemotherapy.dose")).value == 10
    assert by_id(laid_out, ids.control("antibody.dose")).value == 0
    assert by_id(laid_out, ids.control("induction")).value == 3.9


def test_no_graph_can_upload_anything(laid_out):
    graphs = [each for each in laid_out if isinstance(each, dcc.Graph)]
    assert graphs
    for graph in graphs:
        assert graph.config["showSendToCloud"] is False
        assert graph.config["displaylogo"] is False
        assert "plotlyServerURL" not in graph.config
        assert graph.responsive is True


def test_every_graph_begins_with_nothing_that_could_be_seen(laid_out):
    for graph in (each for each in laid_out if isinstance(each, dcc.Graph)):
        assert graph.figure == blank()


def test_graphs_outside_the_layout_there_are_none():
    """Each Graph is made where the layout is, so that the tests above see its config."""
    sources = (ASSETS.parent / "src").rglob("*.py")
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in sources]
    assert {name for name, text in texts if "dcc.Graph(" in text} == {"graphs.py"}
    assert {name for name, text in texts if "kit.graphs import" in text} == {"layout.py"}


def test_nothing_in_page_or_assets_points_to_another_host(app):
    client = app.server.test_client()
    texts = [client.get("/").get_data(as_text=True)]
    texts += [json.dumps(client.get("/_dash-layout").get_json())]
    texts += [scripts(), *(file.read_text(encoding="utf-8") for file in ASSETS.rglob("*.css"))]
    for text in texts:
        hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"www.w3.org"}
        assert hosts == set()
        assert not re.search(r"(src|href)=[\"']?//", text)


def test_every_slider_has_a_name_a_typed_value_and_a_way_back(laid_out):
    for name, (label, _) in words.DIALS.items():
        slider = by_id(laid_out, ids.control(name))
        typed = by_id(laid_out, ids.number(name))
        assert slider.thumbLabel == label
        assert slider.updatemode == "drag"
        assert slider.min <= slider.value <= slider.max
        assert slider.marks
        assert typed.value == slider.value
        assert typed.debounce is True
        assert typed.to_plotly_json()["type"] == "TextInput"  # drops nothing that is typed
        labels = [each for each in laid_out if getattr(each, "htmlFor", None) == ids.number(name)]
        assert [text_of(each) for each in labels] == [label]
        back = by_id(laid_out, ids.default(name))
        assert label in back.attributes["root"]["aria-label"]
        assert text_of(by_id(laid_out, ids.scale(name)))


def test_what_can_be_chosen_has_a_label(laid_out):
    for name in (*CHOSEN, *NUMERIC, "species", *(f"{section}.drug" for section in words.FOLDED)):
        if name in words.DIALS:
            continue
        assert by_id(laid_out, ids.control(name)).label


def test_plots_have_a_name(laid_out):
    named = [
        each
        for each in laid_out
        if getattr(each, "role", None) == "group" and vars(each).get("aria-label")
    ]
    within = [
        child.id
        for group in named
        for child in (group.children if isinstance(group.children, list) else [group.children])
        if isinstance(child, dcc.Graph)
    ]
    graphs = [each.id for each in laid_out if isinstance(each, dcc.Graph)]
    assert sorted(within) == sorted(graphs)


def test_the_caveat_is_on_the_page(laid_out):
    everything = " ".join(text_of(each) for each in laid_out)
    assert words.CAVEAT in everything
    for words_of_it in ("Not medical advice", "No clinical trial", "not a prediction"):
        assert words_of_it in words.CAVEAT


def test_while_the_model_is_prepared_the_page_says_so():
    preparing = [True]
    app = flow_page(lambda: preparing[0])
    sentence = by_id(list(components(app.layout())), ids.SENTENCE)
    assert sentence.children == explore_words.PREPARING
    preparing[0] = False
    assert by_id(list(components(app.layout())), ids.SENTENCE).children == ""


def flow_page(preparing):
    from tests.runs import run

    from osteoniche.web.shell import create_app

    return create_app(run, JOBS, ASSETS, "/", preparing)


@pytest.mark.parametrize("prefix", ["/", "/laboratory/osteoniche/"])
def test_page_assets_and_answers_live_under_the_prefix(prefix):
    app = page(prefix=prefix)
    client = app.server.test_client()
    html = client.get(prefix)
    assert html.status_code == 200
    text = html.get_data(as_text=True)
    assert f"<title>{words.TITLE}</title>" in text
    scripts = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert scripts
    assert all(link.startswith(prefix) for link in scripts)
    for link in scripts:
        with client.get(link) as found:
            assert found.status_code == 200, link
    name = f"{ids.REQUEST}.data"
    assert call(app, {name: request(preset(OPENING))}, name)


def test_callbacks_are_registered_once_for_each_application():
    first, second = page(), page()
    assert set(first.callback_map) == set(second.callback_map)


def test_every_output_of_the_request_is_answered(app):
    """As many values as outputs, whatever is asked."""
    from tests.runs import run
    from tests.web.browsers import outputs_of

    outputs = outputs_of(app, ids.REQUEST)
    assert len(answer.answer(request(preset(OPENING)), run)) == len(outputs)
    assert len(answer.answer(None, run)) == len(outputs)


def test_the_script_knows_the_ids_and_properties_that_it_names(laid_out):
    """assets/pages/explore/requests.js takes the request's parts by these names."""
    script = (ASSETS / "pages/explore/requests.js").read_text(encoding="utf-8")
    block = re.search(r"const NAMES = \{(.*?)\};", script, re.DOTALL)
    assert block is not None
    names = dict(re.findall(r'"([\w.-]+)": "(\w+)"', block[1]))
    for component, _ in (name.rsplit(".", 1) for name in names):
        assert component in named(laid_out)
    assert {"choice", "extra", "scale", "panels"} <= set(names.values())
