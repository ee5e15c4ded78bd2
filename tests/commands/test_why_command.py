"""The command that tells why a tumour is as large as it is."""

from osteoniche.commands.cli import main


def test_sentences_and_a_table(capsys):
    assert main(["why", "--preset", "combination"]) == 0
    sentences, *lines = capsys.readouterr().out.splitlines()
    assert sentences.startswith("Without any protection, paclitaxel leaves")
    assert lines[1].startswith("the niche takes back")
    assert lines[-1].startswith("all together")


def test_without_a_tumour_a_sentence(capsys):
    assert main(["why", "--preset", "healthy"]) == 0
    assert capsys.readouterr().out == "There is no tumour to explain.\n"
