"""Any scenario of the allowed box as an address: what opens shows it, says it and gives it away."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from tests import strategies
from tests.browser import laboratory as lab
from tests.web.browsers import pinned, views

from osteoniche.commands.cli import main
from osteoniche.figures.look import LINES
from osteoniche.scenario import Scenario, address
from osteoniche.tables import HIGH, LOW, ORIGIN, origin
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import request
from osteoniche.web.rail import caption
from osteoniche.web.rail.arrangement import arranged
from osteoniche.web.rail.choice import choice_of
from osteoniche.web.rail.controls import NUMERIC, values_of

PLACES = 25
FIELDS = """fields => Object.fromEntries(fields.map(id => {
  const found = document.getElementById(id);
  const thumb = found && found.querySelector("[role=slider]");
  const box = found && (found.matches("input") ? found : found.querySelector("input"));
  return [id, thumb ? thumb.getAttribute("aria-valuenow") : box ? box.value : "not there"];
}))"""


@st.composite
def places(draw: st.DrawFn) -> tuple[Scenario, str]:
    """A scenario and an address of it, with a view and up to two pinned runs."""
    shown = draw(strategies.scenarios())
    pins = draw(pinned(most=2))
    view = draw(views(len(pins)))
    wanted = request.Request(shown, choice_of(shown), pins, view, None)
    return shown, request.query(wanted)


@pytest.fixture(scope="module")
def away(one_visitor: Any) -> Page:
    """A page of a visitor who opens one address after another."""
    page: Page = one_visitor.open()
    return page


@settings(
    max_examples=PLACES,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(place=places())
def test_an_address_is_shown_said_and_given_away(one_visitor, away, tmp_path_factory, place):
    shown, query = place
    away.goto(f"{one_visitor.address}?{query}", wait_until="commit")
    away.wait_for_selector("body[data-answered]")
    assert_fields(away, shown)
    lab.until(away, "() => !document.body.classList.contains('is-working')")
    said = away.url.partition("?")[2]
    assert address.decode(said).key() == shown.key()
    assert request.shown_by(said) == request.shown_by(query)
    assert_table(away, shown, tmp_path_factory.mktemp("scenario") / "asked.json")
    assert one_visitor.complaints() == []


def assert_fields(page: Page, shown: Scenario) -> None:
    """Every slider and field shows the scenario's value."""
    values, controls = values_of(shown), arranged(shown)
    fields = {ids.control(name): controls[ids.control(name), "value"] for name in NUMERIC}
    fields |= {ids.number(name): values[name] for name in words.DIALS}
    unfolded = sorted(set(words.FOLDS.values()))
    page.evaluate("value => dash_clientside.set_props('folds', { value })", unfolded)
    there = "([ids]) => ids.every(id => document.getElementById(id))"
    lab.until(page, there, list(fields))
    found = page.evaluate(FIELDS, list(fields))
    for name, value in fields.items():
        text = found[name]
        assert (float(text) if text else "") == value, name
    chosen = {"host": words.HOSTS, "tumour": words.TUMOURS, "species": words.SPECIES}
    for name, offered in chosen.items():
        component = ids.control(name)
        label = page.locator(f"#{component}").input_value()
        assert label == offered[controls[component, "value"]], name


def assert_table(page: Page, shown: Scenario, file: Path) -> None:
    """The own rows of the page's table are those of the command line."""
    file.write_text(shown.model_dump_json(), encoding="utf-8")
    out = file.with_suffix(".csv")
    status = main(["simulate", "--scenario", str(file), "--format", "csv", "--out", str(out)])
    page.get_by_role("button", name=words.SAVE, exact=True).click()
    with page.expect_download() as taken:
        page.locator(f"#{ids.TAKE_CSV}").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8")
    own = [row for row in csv.DictReader(io.StringIO(text)) if row.pop("run") == LINES["own"].label]
    assert {row.pop("settings") for row in own} <= {caption.with_origin(shown)}
    if status == 1:  # the run failed, and the page has no rows of it either
        assert own == []
        return
    assert status == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert rows
    for row in rows:  # the page says of its rows in their settings what they are of
        assert tuple(row.pop(name) for name in ORIGIN) == origin(shown)
    given = rows[0].keys()
    assert [{name: row[name] for name in given} for row in own] == rows
    others = {name for name in own[0] if not name.endswith((LOW, HIGH))} - given
    assert all(not row[name] for row in own for name in others)
