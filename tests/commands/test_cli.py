"""The command line, as other programs rely on it."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from osteoniche import __version__, parameters, tables
from osteoniche.analysis.surface import Surface, chunk
from osteoniche.cache import Vault
from osteoniche.commands.cli import COMMANDS, _scenario, main
from osteoniche.commands.parser import EXAMPLES, parser
from osteoniche.engine.compiled import fingerprint
from osteoniche.engine.result import Status, failed
from osteoniche.jobs import LocalPool, Progress, State, Work
from osteoniche.jobs.board import Board
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.study import simulate
from osteoniche.system import default_system

COLUMNS = [
    "day",
    "bone_mass_percent",
    "tumour_cells",
    "apoptosis_percent",
    "osteoclasts_fold",
    "osteoblasts_fold",
    "osteoblast_jagged1_fold",
    "free_jagged1_fold",
    "notch_activity",
    "resistant_fraction",
]
EXAMPLE = (
    "simulate --preset combination --set days=60 --set paclitaxel.dose=5 "
    "--set parameters.kkP=0.3 --format csv"
).split()


@pytest.fixture
def run(capsys):
    """Run the command line with these words: exit status, output, errors."""

    def run(*words):
        try:
            status = main(["simulate", *map(str, words)])
        except SystemExit as stop:
            status = stop.code
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to be in: messages cut long paths short."""
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.fixture
def table(run):
    """The columns of a successful run, by name."""

    def table(*words):
        status, out, err = run(*words, "--format", "csv")
        assert (status, err) == (0, "")
        header, *lines = csv.reader(io.StringIO(out))
        assert header[-2:] == ["set", "made"]
        assert {tuple(line[-2:]) for line in lines} == {(parameters.DEFAULT, __version__)}
        numbers = np.array([line[:-2] for line in lines], dtype=float)
        return dict(zip(header, numbers.T, strict=False))

    return table


def settings(*fields):
    return [word for field in fields for word in ("--set", field)]


def process(*words, stdout=subprocess.PIPE):
    """Run the module in a process of its own, whose output is buffered as usual."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "osteoniche", "simulate", *words],
        stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", env=env, timeout=120, check=False,
    )  # fmt: skip


# The example that the documentation gives


def test_the_example_as_a_module_and_as_a_command(run):
    status, out, _ = run(*EXAMPLE[1:])
    module = process(*EXAMPLE[1:])
    assert (module.returncode, module.stderr) == (status, "") == (0, "")
    assert module.stdout == out
    command = Path(sys.executable).with_name("osteoniche")
    found = subprocess.run([command, *EXAMPLE], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout == out


def test_the_example(table):
    found = table(*EXAMPLE[1:-2])
    assert list(found) == [*COLUMNS, "paclitaxel_mg_per_L", "15D11_nM", "neutrophils_e9_per_L"]
    expected = simulate(
        Scenario(
            days=60,
            treatments=[{"drug": "paclitaxel", "dose": 5}, {"drug": "15D11"}],
            parameters={"kkP": 0.3},
        )
    )
    for name, values in list(found.items())[1:]:
        np.testing.assert_allclose(values, expected[name], rtol=1e-7)


# Rows and columns


def test_columns_are_the_read_outs_and_the_drugs_that_are_given(table):
    doses = ["rankl-inhibitor.dose=3", "zoledronate.dose=100", "cisplatin.dose=5", "15D11.dose=0"]
    found = table("--preset", "combination", *settings("days=8", *doses))
    last = ["paclitaxel_mg_per_L", "cisplatin_mg_per_L", "zoledronate_ug_per_kg"]
    assert list(found) == [*COLUMNS, *last, "rankl-inhibitor_nM", "neutrophils_e9_per_L"]
    assert list(table("--preset", "healthy", *settings("days=7"))) == COLUMNS


def test_a_flag_asks_for_every_cost(table):
    costs = ["neutrophils_e9_per_L", "goblet_percent"]
    found = table("--preset", "healthy", "--costs", *settings("days=7"))
    assert list(found) == [*COLUMNS, *costs]
    assert {tuple(set(found[name])) for name in costs} == {(1.0,), (12.0,)}
    patient = table("--preset", "healthy", "--costs", *settings("species=human"))
    assert list(patient) == [*COLUMNS, costs[0], "neuropathy_score", costs[1]]


def test_a_drug_that_is_given_has_a_column_even_if_its_day_never_comes(run):
    words = ["--preset", "antibody", *settings("days=7", "15D11.start=100"), "--format", "csv"]
    status, out, err = run(*words)
    assert status == 0
    assert err.startswith("No dose of 15D11 is due: the first would be on day 100")
    header, *lines = csv.reader(io.StringIO(out))
    assert header == [*COLUMNS, "15D11_nM", *tables.ORIGIN]
    assert {float(line[-3]) for line in lines} == {0.0}


@pytest.mark.parametrize(("days", "rows"), [(7, 43), (59, 355), (60, 361), (61, 62), (180, 181)])
def test_six_rows_a_day_up_to_sixty_days_then_one(table, days, rows):
    starts = ["paclitaxel.start=1", "15D11.start=1.1"]
    found = table("--preset", "combination", *settings(f"days={days}", *starts))
    assert len(found["day"]) == rows
    np.testing.assert_allclose(found["day"], np.linspace(0, days, rows), atol=1e-8)
    assert (np.diff(found["day"]) > 0).all()


def test_at_a_dose_stands_the_value_after_it(table):
    volume = default_system().values("mouse").VX
    words = ["paclitaxel.route=iv", "paclitaxel.dose=8.1", "paclitaxel.start=2", "days=10"]
    found = table("--preset", "chemotherapy", *settings(*words, "paclitaxel.every=once"))
    day, plasma = found["day"], found["paclitaxel_mg_per_L"]
    assert (plasma[day < 2] == 0).all()
    assert plasma[day == 2] == pytest.approx(8.1 / volume)
    assert (plasma[day > 2] < 8.1 / volume).all()
    assert (plasma > 0)[day > 2].all()


def test_apoptosis_is_the_share_of_positive_cells(table):
    # in balance at day 0: deaths = A (kA + r0 - death), with death = d0 (1 - bN N)
    p = default_system().values("mouse")
    for tumour, jagged1 in (("jagged1-low", 0.1), ("jagged1-high", 4.0)):
        found = table("--preset", "untreated", *settings("days=7", f"tumour={tumour}"))
        met = 1 + p.tauJ * jagged1
        notch = met**p.hN / (met**p.hN + p.KN**p.hN)
        death = p.d0 * (1 - p.bN * notch)
        apoptotic = death / (p.kA + p.r0 - death)
        assert found["notch_activity"][0] == pytest.approx(notch)
        assert found["apoptosis_percent"][0] == pytest.approx(100 * apoptotic / (apoptotic + 1))
        assert found["tumour_cells"][0] == 2000


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_runs(table, name):
    found = table("--preset", name, *settings("days=8"))
    assert list(found)[: len(COLUMNS)] == COLUMNS
    assert (found["tumour_cells"][0] == 0) == (name == "healthy")


def test_the_default_is_chemotherapy_as_a_table(run):
    status, out, err = run(*settings("days=8"))
    assert (status, err) == (0, "")
    *lines, empty, told = out.splitlines()
    assert (empty, told) == ("", f"parameter set {parameters.DEFAULT}, Osteoniche {__version__}")
    assert lines[0].split() == [*COLUMNS, "paclitaxel_mg_per_L", "neutrophils_e9_per_L"]
    assert [line.split()[0] for line in lines[1:]] == [str(day) for day in range(9)]
    assert run(*settings("days=8"), "--preset", "chemotherapy", "--format", "table")[1] == out


# Scenarios from files and flags


def test_json_holds_the_scenario_that_gives_the_same_run(run, tmp_path):
    words = settings("days=14", "15D11.every=once", "parameters.T0=3000", "cisplatin.dose=0")
    status, out, err = run("--preset", "combination", *words, "--format", "json")
    document = json.loads(out)
    assert (status, err) == (0, "")
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(document["scenario"]))
    assert run("--scenario", file, "--format", "json") == (0, out, "")
    assert list(document["series"]) == [
        *COLUMNS,
        "paclitaxel_mg_per_L",
        "15D11_nM",
        "neutrophils_e9_per_L",
    ]
    assert len(document["series"]["day"]) == 14 * 6 + 1


def test_a_file_of_another_program_may_start_with_a_byte_order_mark(run, tmp_path):
    file = tmp_path / "scenario.json"
    file.write_text('{"days": 7}', encoding="utf-8-sig")
    assert run("--scenario", file)[0] == 0


def scenario_of(run, *words):
    status, out, err = run(*words, "--format", "json")
    assert (status, err) == (0, "")
    return Scenario.model_validate(json.loads(out)["scenario"])


def test_the_species_comes_first_whatever_the_order(run, tmp_path):
    expected = preset("combination", "human").changed(days=40)
    flags = ["days=40", "species=human"]
    for fields in (flags, flags[::-1]):
        assert scenario_of(run, "--preset", "combination", *settings(*fields)) == expected
    file = tmp_path / "mouse.json"
    file.write_text(json.dumps(preset("combination").model_dump()))
    assert scenario_of(run, "--scenario", file, *settings(*flags)) == expected


def test_flags_change_a_file(run, tmp_path):
    file = tmp_path / "scenario.json"
    file.write_text('{"days": 9, "treatments": [{"drug": "15D11"}]}')
    found = scenario_of(run, "--scenario", file, *settings("15D11.dose=3", "days=8"))
    drugs = [{"drug": "15D11", "dose": 3}]
    assert found == Scenario(set=parameters.UNNAMED, days=8, treatments=drugs)


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_out_writes_to_a_file_what_the_screen_shows(run, tmp_path, form):
    words = [*settings("days=8"), "--format", form]
    file = tmp_path / "out.txt"
    assert run(*words, "--out", file) == (0, "", "")
    assert file.read_bytes().decode() == run(*words)[1]


# Wrong input ends with 2 and names every problem


def refused(run, *words):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    return err


def test_every_problem_is_named(run):
    words = ["days=5000", "paclitaxel.dose=31", "parameters.nonsense=1", "induction", "colour=red"]
    err = refused(run, *settings(*words))
    assert len(err.splitlines()) == 5
    for part in (
        "days: 5000",
        "paclitaxel.dose: 31",
        "parameters.nonsense",
        "'induction'",
        "colour",
    ):
        assert part in err
    assert "allowed is 0 to 30 mg/kg" in err


def test_an_unknown_preset_together_with_wrong_settings(run):
    err = refused(run, "--preset", "nonsense", *settings("days=5000", "species=rat", "colour=red"))
    for part in ("preset: 'nonsense'", "days: 5000", "species: 'rat'", "colour"):
        assert part in err
    assert len(err.splitlines()) == 4
    assert "healthy, untreated, chemotherapy, antibody, combination" in err


def test_a_preset_without_a_name(run):
    assert refused(run, "--preset", "").startswith("preset: an empty value is not allowed; ")


@pytest.mark.parametrize("name", PRESETS)
def test_an_unknown_species(run, name):
    err = refused(run, "--preset", name, *settings("species=rat", "induction=99"))
    assert len(err.splitlines()) == 2
    assert "choose from mouse, human" in err


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"days: 42", b"\xff\xfe", b"\x00", b"[" * 100_000, b'{"days": 4e}'),
        b'{"days": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_file_that_is_no_json(run, folder, content):
    file = folder / "scenario.json"
    file.write_bytes(content)
    err = refused(run, "--scenario", file, *settings("days=5000"))
    assert "--scenario 'scenario.json': this is " in err
    assert "what can be read is a scenario file saved by Osteoniche (.json)." in err
    assert "days: 5000" in err
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    "content",
    [
        *("[]", "[1]", "5", "null", "true", '"mouse"', '[["days", 42]]', '{"days": NaN}'),
        *('{"days": Infinity}', '{"days": 1e400}', '{"treatments": 5}', '{"treatments": [5]}'),
        *('{"treatments": null}', '{"parameters": [1]}', '{"parameters": null}', '{"colour": 1}'),
        '{"days": "42"}',
    ],
)
def test_json_that_is_no_scenario(run, tmp_path, content):
    file = tmp_path / "scenario.json"
    file.write_text(content)
    fields = settings("paclitaxel.dose=31", "species=mouse")
    assert "paclitaxel.dose: 31" in refused(run, "--scenario", file, *fields)
    assert len(refused(run, "--scenario", file).splitlines()) == 1


def test_another_species_keeps_the_constants_that_it_allows_and_tells_the_others(run, tmp_path):
    file = tmp_path / "scenario.json"
    file.write_text('{"species": "mouse", "parameters": {"kkP": 0.3, "T0": 3000}}')
    code, out, err = run("--scenario", file, *settings("species=human"), "--format", "json")
    assert code == 0
    asked = json.loads(out)["scenario"]
    assert (asked["species"], asked["parameters"]) == ("human", {"kkP": 0.3})
    assert err.startswith("Left out for a patient: parameters.T0: 3000 is not allowed; ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("species", SPECIES)
def test_a_constant_that_is_0_can_be_set(run, species):
    off = [param.symbol for param in default_system().params if param.values[species] == 0]
    assert off
    for symbol in off:
        low, high = default_system().by_symbol[symbol].bounds(species)
        middle = (low + high) / 2
        words = settings(f"species={species}", f"parameters.{symbol}={middle}")
        code, out, err = run(*words, "--format", "json")
        assert (code, err) == (0, "")
        assert json.loads(out)["scenario"]["parameters"] == {symbol: middle}


def test_a_first_dose_after_the_last_day_is_told(run):
    """Beside the answer, which stays clean, and for each drug that is never given."""
    words = settings(
        *("days=20", "paclitaxel.start=20", "15D11.dose=10", "15D11.start=30"),
        *("zoledronate.dose=0.1", "zoledronate.start=19.5"),
    )
    for form in ("json", "csv", "table"):
        code, out, err = run(*words, "--format", form)
        assert code == 0
        assert err.splitlines() == [
            "No dose of paclitaxel is due: the first would be on day 20, and the run ends on day "
            "20.",
            "No dose of 15D11 is due: the first would be on day 30, and the run ends on day 20.",
        ]
        assert "due" not in out
        if form == "json":
            assert json.loads(out)["scenario"]["days"] == 20
        if form == "csv":
            assert len({len(row) for row in csv.reader(io.StringIO(out))}) == 1
    assert run(*settings("days=20", "paclitaxel.start=20", "paclitaxel.dose=0"))[2] == ""


@pytest.mark.parametrize(
    "words", [("export", "--format", "sbml"), ("surface", "--points", "11")], ids=["sbml", "map"]
)
@pytest.mark.usefixtures("surface")  # with a cache of its own
def test_every_command_tells_of_a_dose_that_is_never_given(words, tmp_path, capsys):
    file = tmp_path / "out"
    told = "No dose of paclitaxel is due"
    late = settings("days=20", "paclitaxel.start=25", "15D11.dose=10")
    assert main([*words, *late, "--out", str(file)]) == 0
    assert told in capsys.readouterr().err
    assert told.encode() not in file.read_bytes()


def test_the_help_says_when_a_treatment_ends(run):
    (line,) = (line for line in run("--help")[1].splitlines() if "DRUG.until" in line)
    assert "no dose is given on this day or after it" in line


def test_a_file_that_can_not_be_read(run, tmp_path):
    for file in (tmp_path, tmp_path / "none.json", tmp_path / "none" / "none.json", ""):
        words = ("--scenario", file, *settings("days=5000", "days", "species=rat"))
        err = refused(run, *words)
        assert ": this can not be read (" in err
        assert "); give a scenario file." in err
        assert len(err.splitlines()) == 4
    # right for a patient: the file might have said so
    err = refused(run, "--scenario", tmp_path, *settings("days=900", "paclitaxel.dose=100"))
    assert len(err.splitlines()) == 1


def test_an_output_that_can_not_be_written(run, folder):
    blocked = folder / "file"
    blocked.touch()
    for file in (folder, folder / "none" / "out.csv", blocked / "out.csv"):
        err = refused(run, *settings("days=5000"), "--out", file)
        found = "this is a folder" if file == folder else "there is no such folder"
        assert f"--out '{file}': {found}; " in err
        assert "days: 5000" in err
        assert len(err.splitlines()) == 2
        assert refused(run, *settings("days=8"), "--out", file)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_is_full(run):
    assert refused(run, *settings("days=8"), "--out", "/dev/full").startswith("/dev/full: ")
    with Path("/dev/full").open("w") as full:
        found = process(*settings("days=8"), stdout=full)
    assert found.returncode == 2
    assert found.stderr.startswith("standard output: ")
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "xml"],
        ["--preset", "healthy", "--scenario", "file.json"],
        ["--colour"],
        ["extra"],
        ["--set"],
    ],
)
def test_flags_that_do_not_exist(run, words):
    assert "usage: osteoniche simulate " in refused(run, *words)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_flag_is_told_with_the_usage_of_its_command(command, capsys):
    needed = ["--format", "sbml"] if command == "export" else []
    with pytest.raises(SystemExit) as ended:
        main([command, *needed, "--nope", "5"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"usage: osteoniche {command} ")
    assert f"osteoniche {command}: error: unrecognized arguments: --nope 5" in said


def test_a_wrong_flag_without_a_command_is_told_with_the_commands(capsys):
    with pytest.raises(SystemExit):
        main(["--nope"])
    assert capsys.readouterr().err.startswith("usage: osteoniche [-h] [--version] COMMAND")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        (["simulate"], "run.txt"),
        (["simulate", "--format", "csv"], "run.csv"),
        (["surface"], "run.csv"),
        (["export", "--format", "sbml"], "run.xml"),
        (["constants"], "run.csv"),
    ],
)
def test_an_output_that_is_a_folder_is_told_what_to_add(capsys, folder, word, name):
    assert main([*word, "--out", str(folder)]) == 2
    told = f"--out '.': this is a folder; add the name of a file to it, such as {name}.\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("kkP=1", "kkP: there is no such field; did you mean parameters.kkP?"),
        ("parameters.kkp=1", "parameters.kkp: there is no such constant; did you mean kkP"),
        ("parameters.foo=1", "parameters.foo: there is no such constant; `osteoniche constants`"),
        ("paclitaxl.dose=1", "paclitaxl.dose: there is no such field; did you mean paclitaxel.d"),
        ("foo=1", "foo: there is no such field; choose from set, species, host, tumour, days,"),
        (
            "days=",
            "days: an empty value is not allowed; give a whole number; allowed is 7 to 180 days.",
        ),
        ("days", "--set: 'days' is not allowed; write field=value, for example days=60."),
    ],
)
def test_refusals_of_settings_are_plain_words(run, setting, said):
    err = refused(run, *settings(setting))
    assert err.startswith(said)
    assert len(err.splitlines()) == 1


def test_without_a_command_all_are_listed(capsys):
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: osteoniche ")
    for name in COMMANDS:
        assert re.search(rf"^    {name}\s+[a-z]", err, re.MULTILINE), name


def test_a_command_that_there_is_not(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["dance"])
    assert stop.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_its_flags_understand(capsys, name):
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert f"example:\n  osteoniche {EXAMPLES[name]}\n" in out
    chosen = parser().parse_args(EXAMPLES[name].split())
    assert chosen.word == name
    if name not in ("fit", "constants", "doctor"):
        assert isinstance(_scenario(chosen), Scenario)


def test_help_tells_every_field_with_its_unit_and_usual_value(capsys):
    with pytest.raises(SystemExit):
        main(["simulate", "--help"])
    out = " ".join(capsys.readouterr().out.split())
    assert "days mouse 7 to 180 days (42); human 30 to 1826 days (731)" in out
    assert "induction 1 to 10 fold (3.9)" in out
    assert "zoledronate.dose mouse 0 to 1000 µg/kg (100); human 0 to 8 mg (4)" in out
    for drug in default_system().drugs:
        assert f"{drug.name}.dose mouse 0 to " in out
    assert "(default: table)" in out
    assert "(default: chemotherapy)" in out


@pytest.mark.parametrize("species", SPECIES)
def test_constants_are_listed_with_value_limits_unit_and_meaning(capsys, species):
    assert main(["constants", "--species", species]) == 0
    head, *lines, empty, told = capsys.readouterr().out.splitlines()
    assert (empty, told) == ("", f"Values are those of the parameter set {parameters.DEFAULT}.")
    assert head.split() == ["symbol", "value", "allowed", "unit", "meaning"]
    listed = {line.split()[0]: line for line in lines}
    declared = default_system().by_symbol
    assert set(listed) == set(declared) - set(SET_BY_OTHERS)
    for symbol, line in listed.items():
        assert float(line.split()[1]) == pytest.approx(declared[symbol].values[species], rel=1e-5)
        assert line.endswith(declared[symbol].meaning)


def test_constants_go_into_a_file(capsys, tmp_path):
    file = tmp_path / "constants.txt"
    assert main(["constants", "--out", str(file)]) == 0
    main(["constants"])
    assert file.read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_version(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("osteoniche ")


# A failed run ends with 1, a reader that leaves is no failure


def test_a_run_that_fails_says_why(run, monkeypatch):
    monkeypatch.setattr(
        "osteoniche.engine.solver.simulate", lambda scenario, costs: failed(Status.TOO_SLOW)
    )
    assert run() == (1, "", Status.TOO_SLOW.value + "\n")


def test_a_closed_pipe_leaves_no_trace():
    reader, writer = os.pipe()
    os.close(reader)
    try:
        found = process(*settings("days=8"), stdout=writer)
    finally:
        os.close(writer)
    assert (found.returncode, found.stderr) == (0, "")


# A dose surface: rows on standard output, progress on standard error, and nothing done twice


@pytest.fixture
def surface(capsys, tmp_path, monkeypatch):
    """`osteoniche surface` with a cache of its own: exit status, output, errors."""
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path / "results"))
    monkeypatch.setenv("OSTEONICHE_SCHEDULER", "")

    def surface(*words):
        try:
            status = main(["surface", *map(str, words)])
        except SystemExit as stop:
            status = stop.code
        out, err = capsys.readouterr()
        return status, out, err

    return surface


def pair(rows, chemotherapy, antibody):
    """The quantities of the row with these doses."""
    doses = np.array(rows)[:, :2]
    near = np.isclose(doses, [chemotherapy, antibody], rtol=1e-6, atol=1e-12).all(axis=1)
    (found,) = np.flatnonzero(near)
    return rows[found][2:]


def test_a_surface_has_a_row_for_each_pair_of_doses(surface):
    status, out, err = surface("--preset", "combination", "--points", 11)
    assert (status, err) == (0, "Everything is computed (1 part).\n")
    header, *lines = csv.reader(io.StringIO(out))
    assert header == [
        *("paclitaxel_dose_mg_per_kg", "15D11_dose_mg_per_kg"),
        *("tumour_cells", "bone_mass_percent", "peak_apoptosis_percent"),
        *("lowest_neutrophils_e9_per_L", "set", "made"),
    ]
    assert {tuple(line[-2:]) for line in lines} == {(parameters.DEFAULT, __version__)}
    rows = [[float(cell) for cell in line[:-2]] for line in lines]
    assert len(rows) == 121
    lattice = Surface(preset("combination"), 11)
    up, across = (lattice.doses(drug) for drug in (lattice.chemotherapy, lattice.antibody))
    assert (up[0], up[-1], across[0], across[-1]) == (0, 30, 0, 30)
    assert [row[0] for row in rows] == pytest.approx(np.repeat(up, 11))
    assert [row[1] for row in rows] == pytest.approx(np.tile(across, 11))
    for chemotherapy, antibody in ((0.0, across[5]), (30.0, across[3]), (up[7], 0.0)):
        doses = [{"drug": "paclitaxel", "dose": chemotherapy}, {"drug": "15D11", "dose": antibody}]
        own = simulate(Scenario(treatments=doses))
        wanted = [
            own["tumour_cells"][-1],
            own["bone_mass_percent"][-1],
            own["apoptosis_percent"].max(),
            simulate(Scenario(treatments=doses), costs=True)["neutrophils_e9_per_L"].min(),
        ]
        np.testing.assert_allclose(pair(rows, chemotherapy, antibody), wanted, rtol=1e-4)


def test_a_surface_heeds_the_settings(surface):
    _, usual, _ = surface("--points", 11)
    status, out, _ = surface("--points", 11, *settings("days=60", "parameters.kkP=0.3"))
    assert status == 0
    rows = [[float(cell) for cell in line[:-2]] for line in list(csv.reader(io.StringIO(out)))[1:]]
    own = simulate(Scenario(days=60, treatments=[], parameters={"kkP": 0.3}))
    np.testing.assert_allclose(pair(rows, 0, 0)[0], own["tumour_cells"][-1], rtol=1e-4)
    assert out != usual


def test_a_surface_of_a_patient_has_its_units(surface):
    _, out, _ = surface("--points", 11, *settings("species=human"))
    assert out.startswith("paclitaxel_dose_mg_per_m2,15D11_dose_mg_per_kg,")


def test_a_surface_goes_into_a_file(surface, tmp_path):
    file = tmp_path / "surface.csv"
    status, out, _ = surface("--points", 11, "--out", file)
    assert (status, out) == (0, "")
    assert file.read_text(encoding="utf-8") == surface("--points", 11)[1]


@pytest.mark.parametrize("points", ["12", "0", "-11", "100000000", "11.5", "many", ""])
def test_a_surface_of_another_size_is_refused_before_any_work(surface, monkeypatch, points):
    monkeypatch.setattr(
        "osteoniche.commands.terminal.done", lambda work: pytest.fail("work was begun")
    )
    status, out, err = surface("--points", points)
    assert (status, out) == (2, "")
    assert "points" in err
    assert "Traceback" not in err


def test_settings_of_the_environment_that_are_wrong_are_told(surface, monkeypatch):
    monkeypatch.setenv("OSTEONICHE_CACHE", "redis:/host")
    status, out, err = surface("--points", 11)
    assert (status, out) == (2, "")
    assert "OSTEONICHE_CACHE is 'redis:/host'" in err
    assert len(err.splitlines()) == 2


def test_an_interrupted_surface_ends_with_130_and_the_next_goes_on(surface, monkeypatch):
    words = ["--points", 101]  # twenty parts
    with monkeypatch.context() as interrupted:
        interrupted.setattr("osteoniche.commands.terminal._show", interrupt_after(4))
        status, out, err = surface(*words)
    assert (status, out) == (130, "")
    assert err.strip() == "Stopped. What was computed is kept; the same command goes on."
    begun = []
    submit = LocalPool.submit
    monkeypatch.setattr(
        LocalPool,
        "submit",
        lambda pool, work, number: (begun.append(number), submit(pool, work, number))[1],
    )
    status, out, err = surface(*words)
    assert (status, len(out.splitlines())) == (0, 10_202)
    assert err == "Everything is computed (20 parts).\n"
    assert 0 < len(begun) <= 16


def interrupt_after(parts):
    """What a visitor does who presses Ctrl-C once so many parts are done."""

    def shown(progress):
        if progress.done >= parts:
            raise KeyboardInterrupt

    return shown


def test_ctrl_c_of_a_terminal_leaves_no_trace(tmp_path):
    """A terminal interrupts the workers as well."""
    command = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "osteoniche", "surface", "--points", "317"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
        env=os.environ | {"OSTEONICHE_CACHE": str(tmp_path), "OSTEONICHE_SCHEDULER": ""},
    )  # fmt: skip
    end = time.monotonic() + 60
    while len([path for path in tmp_path.rglob("*") if path.is_file()]) < 6:
        assert time.monotonic() < end, "it never began"
        time.sleep(0.1)
    os.killpg(command.pid, signal.SIGINT)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, out) == (130, "")
    assert err.strip() == "Stopped. What was computed is kept; the same command goes on."
    work = Work(chunk, Surface(preset("chemotherapy"), 317).spec, 197)
    told = Board(Vault(str(tmp_path), fingerprint())).read(work)
    assert told.state is State.STOPPED  # the next need not wait until it counts as lost
    assert told.done > 0


def test_work_that_fails_says_why(surface, monkeypatch):
    ended = Progress(State.FAILED, 0, 1, why="The cluster does not answer.")
    monkeypatch.setattr("osteoniche.jobs.Jobs.finish", lambda jobs, work, report: ended)
    status, out, err = surface("--points", 11)
    assert (status, out) == (1, "")
    assert err == "This could not be computed. The cluster does not answer.\n"


def test_results_that_are_gone_again_are_no_traceback(surface, monkeypatch):
    ended = Progress(State.DONE, 1, 1)
    monkeypatch.setattr("osteoniche.jobs.Jobs.finish", lambda jobs, work, report: ended)
    status, out, err = surface("--points", 11)
    assert (status, out) == (1, "")
    assert err == "The results can not be stored: the cache is full or does not answer.\n"
