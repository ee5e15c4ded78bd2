"""What the program makes of drugs that it has never heard of; `test_strangers.py` runs this."""

import json
from typing import Any

import pytest
from tests.runs import give, run, scenario
from tests.strangers.drugs import ANTIBODY, KINASE, TABLET, WALKER
from tests.web.browsers import call, components, page, request, table_of, text_of

from osteoniche import tables
from osteoniche.analysis.surface import Surface
from osteoniche.calibration.your_data import groups
from osteoniche.commands import cli
from osteoniche.export import FORMATS
from osteoniche.figures import details, timecourse
from osteoniche.figures.look import LINES, ROLE_LINES
from osteoniche.narrative import tell
from osteoniche.roles import ROLES, Place
from osteoniche.scenario import address
from osteoniche.scenario.presets import PRESETS, preset, reference_arms
from osteoniche.study import simulate
from osteoniche.web.document import document
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import choices
from osteoniche.web.pages.explore import answer as flow
from osteoniche.web.pages.explore import drawing, glossary, numbers
from osteoniche.web.rail import caption
from osteoniche.web.rail.arrangement import another_drug, arranged
from osteoniche.web.rail.choice import choice_of
from osteoniche.web.rail.controls import choice_data, extra_of, scenario_of, values_of
from osteoniche.web.rail.differences import differences
from osteoniche.web.shell import PAGES

NEW = (ANTIBODY, TABLET, WALKER, KINASE)
ALL = scenario(treatments=[give("paclitaxel"), *(give(drug.name) for drug in NEW)])
OPENING = preset("chemotherapy")


@pytest.fixture(scope="module")
def laid_out() -> dict[str, Any]:
    return {getattr(each, "id", None): each for each in components(document(PAGES))}


# Settings


def test_the_role_with_two_drugs_has_a_picker_in_view(laid_out):
    for section in ("chemotherapy", "antibody"):
        (box,) = [
            each
            for each in components(document(PAGES))
            if getattr(getattr(each, "children", None), "id", "") == ids.control(f"{section}.drug")
        ]
        assert box.hidden is False
    offered = laid_out[ids.control("antibody.drug")].data
    assert [each["value"] for each in offered][:1] == ["15D11"]
    assert offered[-1] == {"value": ANTIBODY.name, "label": ANTIBODY.label}
    assert words.DIALS["antibody.dose"] == ("Antibody dose", ROLES[ANTIBODY.role].line)
    assert words.SECTIONS["antibody"] == "Antibody"


def test_the_new_role_is_folded_and_begins_with_none(laid_out):
    offered = laid_out[ids.control("other.drug")]
    names = [each["value"] for each in offered.data]
    assert (names[0], names[-3:]) == ("none", [TABLET.name, WALKER.name, KINASE.name])
    assert offered.value == "none"
    titles = [
        text_of(each) for each in components(document(PAGES)) if each._type == "AccordionControl"
    ]
    names = {each.strip().removesuffix(words.EDIT).strip() for each in titles}
    assert {"Other drug", "Schedule: Other drug"} <= names
    given = arranged(scenario(treatments=[give(TABLET.name)]))
    assert given[ids.control("other.route"), "data"] == choices({"oral": "By mouth (oral)"})


@pytest.mark.parametrize("species", ["mouse", "human"])
@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_what_they_were_and_come_back(name, species):
    given = preset(name, species)
    assert not {planned.drug for planned in given.treatments} & {drug.name for drug in NEW}
    back = json.loads(
        json.dumps([choice_data(choice_of(given)), values_of(given), extra_of(given)])
    )
    assert scenario_of(*back) == given
    assert differences(preset("chemotherapy", "mouse")) == []


@pytest.mark.parametrize("drug", NEW, ids=lambda drug: drug.name)
def test_a_drug_is_chosen_given_told_as_a_difference_and_taken_back(drug):
    section = drug.role.key
    shown = dict(arranged(OPENING)) | another_drug(
        OPENING, choice_data(choice_of(OPENING)), section, drug.name
    )
    assert shown[ids.control(f"{section}.drug"), "value"] == drug.name
    assert shown[ids.control(f"{section}.dose"), "value"] == 20
    given = scenario(treatments=[give("paclitaxel"), give(drug.name)])
    (chip,) = [each for each in differences(given) if drug.label in each.text]
    assert chip.reset[0] == ids.control(f"{section}.drug")
    assert chip.fold == (None if section == "antibody" else section)


def test_the_callback_of_the_page_sets_it():
    app = page()
    values = {f"{ids.control(name)}.value": value for name, value in values_of(OPENING).items()}
    choice = choice_of(OPENING)
    values |= {f"{ids.control(f'{name}.drug')}.value": drug for name, drug in choice.drugs.items()}
    trigger = f"{ids.control('other.drug')}.value"
    state = values | {
        f"{ids.CHOICE}.data": choice_data(choice),
        f"{ids.EXTRA}.data": extra_of(OPENING),
        f"{ids.control('species')}.value": "mouse",
        trigger: TABLET.name,
    }
    answer = call(app, state, trigger) or {}
    assert answer[f"{ids.CHOICE}.data"]["other"] == TABLET.name
    assert answer[f"{ids.control('other.dose')}.value"] == 20


# Address, files, command line


@pytest.mark.parametrize("drug", NEW, ids=lambda drug: drug.name)
def test_an_address_and_a_file_come_back(drug):
    given = scenario(treatments=[give("cisplatin"), give(drug.name, dose=3, start=9)])
    assert address.decode(address.encode(given)) == given
    assert scenario(**json.loads(json.dumps(given.model_dump()))) == given


def test_the_command_line_knows_them(capsys):
    settings = [f"--set={drug.name}.dose=5" for drug in NEW]
    assert cli.main(["simulate", "--preset", "combination", *settings]) == 0
    header = capsys.readouterr().out.splitlines()[0].split()
    assert {drug.concentration.name for drug in NEW} <= set(header)
    with pytest.raises(SystemExit):
        cli.main(["simulate", "--help"])
    told = capsys.readouterr().out
    assert all(f"{drug.name}.dose" in told for drug in NEW)
    assert "oral" in told.partition("DRUG.route")[2].partition("\n")[0]


@pytest.mark.parametrize("name", FORMATS)
def test_exports_name_them(name):
    text = str(FORMATS[name].write(ALL))
    assert all(drug.concentration.meaning in text and drug.label in text for drug in NEW)


# What is shown


def test_the_whole_page_answers():
    opened = [detail.name for detail in details.DETAILS]
    answer = flow.answer(request(ALL, panels=opened), run)
    assert answer[ids.ANSWER]["shown"]
    assert "Notch" in answer[ids.SENTENCE]


def test_sentences_go_by_where_a_drug_acts():
    def told(*given: str) -> str:
        wanted = scenario(treatments=[give(name) for name in given])
        return tell(wanted, simulate(wanted), simulate(scenario()))

    for wanted in ((ANTIBODY.name,), ("paclitaxel", ANTIBODY.name)):
        assert "newimab covers" in told(*wanted)
    assert "15D11" not in told("paclitaxel", ANTIBODY.name)
    assert "15D11 and anewimab cover " in told("15D11", ANTIBODY.name)
    assert "Gamma inhibitor acts on Notch in the tumour cells, which " in told(TABLET.name)
    assert "Walker is given too. It acts on nerves alone." in told(WALKER.name)


def test_only_what_raises_jagged1_is_said_to():
    def told(*given: str) -> str:
        wanted = scenario(treatments=[give(name) for name in given])
        return tell(wanted, simulate(wanted), simulate(scenario()))

    alone, both = told(KINASE.name), told("paclitaxel", KINASE.name)
    assert "Kinase inhibitor kills tumour cells without raising Jagged1 on osteoblasts; " in alone
    assert "Paclitaxel raises Jagged1 on osteoblasts " in both
    assert "Kinase inhibitor kills tumour cells too, without raising it." in both
    covered = told(KINASE.name, "15D11")
    assert "Kinase inhibitor kills tumour cells, and 15D11 covers " in covered
    assert "of the kill gets through" in covered


def test_every_drug_given_has_a_lane_of_doses():
    rows = list(timecourse.doses(ALL, "light"))
    named = [f"{timecourse.DOSES_OF}{drug.role}" for drug in (ANTIBODY, TABLET)]
    assert [row["name"] for row in rows] == [timecourse.DOSES_OF + role for role in ROLE_LINES]
    assert set(named) <= {row["name"] for row in rows}
    texts = " ".join(row["hovertemplate"] for row in rows)
    assert all(f"{drug.name} 20 mg/kg" in texts for drug in NEW)
    looks = {(line.colour, line.dash) for line in ROLE_LINES.values()}
    assert len(looks) == len(ROLE_LINES)


@pytest.mark.parametrize("drug", NEW)
def test_the_picture_shows_where_a_drug_acts(drug):
    places = " ".join(place.value for place in Place if place in drug.acts_on)
    assert f'data-drug="{drug.name}" data-acts="{places}"' in drawing.contents()
    assert f'id="card-drug-{drug.name}"' in drawing.contents()


def test_arms_and_the_map_take_the_antibody_of_the_run():
    given = scenario(treatments=[give("cisplatin"), give(ANTIBODY.name)])
    drugs = {name: [t.drug for t in arm.treatments] for name, arm in reference_arms(given).items()}
    assert drugs["antibody"] == [ANTIBODY.name]
    assert drugs["combination"] == ["cisplatin", ANTIBODY.name]
    surface = Surface(given, 11)
    assert surface.antibody.name == ANTIBODY.name
    even = surface.doses(surface.antibody)
    assert even[1] - even[0] == pytest.approx(even[-1] - even[-2]), "it is not logarithmic"


def test_tables_pictures_and_words_name_them():
    result = run(ALL)
    costs = ["neutrophils_e9_per_L"]  # of paclitaxel
    last = [*(drug.concentration.name for drug in NEW), *costs]
    assert last == list(tables.columns(result)[-len(last) :])
    head, *_ = table_of(numbers.values(result))
    assert {"Anewimab (mg/L)", "Gamma inhibitor (mg/L)", "Walker (mg/L)"} <= set(head)
    assert "Gamma inhibitor 20 mg/kg oral on day 7 and every 7 days" in caption.settings(ALL)
    rows = details.figure("concentrations", ALL, result, "light")["data"]
    assert [row["name"] for row in rows][1:] == [drug.concentration.meaning for drug in NEW]
    assert "paclitaxel" in glossary.TERMS["Chemotherapy"]
    assert LINES["chemotherapy"] is ROLE_LINES[next(iter(ROLES))]


def test_a_group_of_a_visitors_study_may_be_given_them():
    assert groups.choice_of("Anewimab") == ANTIBODY.name
    assert groups.choice_of("GSI + paclitaxel") == groups.JOINED.join(["paclitaxel", TABLET.name])
