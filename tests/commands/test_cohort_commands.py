"""The commands of cohorts and of the next experiment."""

import pytest

from osteoniche.commands.cli import main


def test_a_cohort_is_a_table_on_the_screen_and_rows_in_a_file(tmp_path, capsys):
    asked = ["cohort", "--preset", "combination", "--subjects", "3", "--seed", "4"]
    assert main(asked) == 0
    assert "not calibrated to patients" in capsys.readouterr().out
    file = tmp_path / "cohort.csv"
    assert main([*asked, "--out", str(file)]) == 0
    assert file.read_text(encoding="utf-8").count("\n") == 4


def test_subjects_may_differ_more(capsys):
    asked = ["cohort", "--subjects", "2", "--format", "csv"]
    assert main(asked) == 0
    usual = capsys.readouterr().out
    assert main([*asked, "--vary", "T0=1.5", "--progression", "burden=1e5"]) == 0
    assert capsys.readouterr().out != usual


def test_all_that_is_wrong_with_a_cohort_is_told_at_once(capsys):
    flags = ["--subjects", "0", "--vary", "T0=wide", "--vary", "kkP=9", "--progression", "soon"]
    assert main(["cohort", *flags]) == 2
    told = capsys.readouterr().err
    for name in ("subjects", "T0", "kkP", "progression"):
        assert name in told


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--subjects", "0"], "allowed is 1 to 20,000"),
        (["--vary", "T0=wide"], "give a number"),
        (["--vary", "height=1"], "choose from"),
        (["--progression", "soon"], "choose from"),
    ],
)
def test_wrong_flags_of_a_cohort_say_what_is_allowed(flags, said, capsys):
    assert main(["cohort", *flags]) == 2
    assert said in capsys.readouterr().err


def test_a_cohort_along_a_setting_is_a_row_a_value_and_in_a_file_a_row_a_subject(tmp_path, capsys):
    asked = ["cohort", "--preset", "combination", "--subjects", "3", "--along", "15D11.dose=0,10"]
    assert main(asked) == 0
    head, first, last, *_ = capsys.readouterr().out.splitlines()
    assert head.startswith("15D11 dose (mg/kg)  subjects")
    assert [first.split()[:2], last.split()[:2]] == [["0", "3"], ["10", "3"]]
    file = tmp_path / "along.csv"
    assert main([*asked, "--out", str(file)]) == 0
    assert file.read_text(encoding="utf-8").count("\n") == 7


def test_a_cohort_along_a_setting_says_all_that_is_wrong_at_once(capsys):
    wrong = ["--along", "15D11.doze=1,x", "--subjects", "0", "--vary", "T0=9"]
    assert main(["cohort", *wrong]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in said] == [*["15D11.doze"] * 2, "subjects", "T0"]
    assert main(["cohort", "--along", "15D11.dose"]) == 2
    assert "write the setting and its values" in capsys.readouterr().err


def test_a_plan_is_told_or_written_as_a_program(capsys):
    asked = ["plan", "--preset", "combination", "--subjects", "20", "--reading", "bone"]
    assert main(asked) == 0
    assert "a group for 80%" in capsys.readouterr().out
    assert main([*asked, "--script"]) == 0
    assert "on.plan(" in capsys.readouterr().out


def test_a_wrong_plan_says_all_that_is_wrong(capsys):
    assert main(["plan", "--arms", "untreated", "placebo", "--day", "99"]) == 2
    said = capsys.readouterr().err
    assert "placebo" in said
    assert "99" in said
