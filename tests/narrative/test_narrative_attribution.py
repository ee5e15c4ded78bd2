"""Attributions in words, from parts made by hand."""

import math

from osteoniche.analysis.attribution import Attribution, Cause, Part
from osteoniche.narrative import attribution as words
from osteoniche.scenario.presets import preset

KILL = Part(Cause.KILL, ("paclitaxel",), math.log(200), least=False)
NICHE = Part(Cause.NICHE, ("paclitaxel",), -math.log(4), least=False)
INDUCED = Part(Cause.INDUCED, ("paclitaxel",), -math.log(25), least=False)
GROWTH = Part(Cause.GROWTH, ("15D11",), math.log(2), least=False)
BACK = Part(Cause.RETURNED, ("15D11",), math.log(50), least=False)
BOTH = preset("combination")


def way(*parts: Part, ended: float = 1e4) -> Attribution:
    begun = ended * math.exp(sum(part.log for part in parts))
    return Attribution(BOTH, begun, ended, parts)


def test_the_whole_way_in_sentences():
    assert words.tell_parts(way(KILL, NICHE, INDUCED, GROWTH, BACK)) == (
        "Without any protection, paclitaxel leaves 200 times fewer cells. Notch makes that 4 times "
        "more in the niche as it is and 25 times more through the Jagged1 that chemotherapy "
        "induces. On growth alone, 15D11 leaves 2 times fewer cells; letting chemotherapy through "
        "makes that 50 times fewer again. All together that is 200 times fewer: 10,000 cells on "
        "day 42 instead of 2 million cells."
    )


def test_the_lines_of_the_table_end_with_the_whole():
    lines = words.parts_table(way(KILL, NICHE, INDUCED, GROWTH, BACK))
    assert lines == [
        ("paclitaxel without any protection", "200 times fewer"),
        ("the niche takes back", "4 times more"),
        ("induced Jagged1 takes back", "25 times more"),
        ("15D11 on growth alone", "2 times fewer"),
        ("15D11 gives back", "50 times fewer"),
        ("all together", "200 times fewer"),
    ]


def test_no_cell_is_left():
    kill = Part(Cause.KILL, ("paclitaxel",), math.log(1e4), least=True)
    found = way(kill, NICHE, ended=0.2)
    assert words.parts_table(found)[0][1] == "at least 10,000 times fewer"
    assert words.parts_table(found)[-1] == ("all together", "no cell is left")
    assert words.tell_parts(found).endswith("All together, no cell is left on day 42.")


def test_runs_without_parts_and_without_tumour():
    assert words.tell_parts(way()) == words.NOTHING
    assert words.tell_parts(None) == words.NO_TUMOUR


def test_a_part_that_changes_nothing_says_so():
    still = Part(Cause.DRUG, ("zoledronate",), 0.001, least=False)
    assert words.parts_table(way(still))[0] == ("zoledronate", "no change")
    assert words.tell_parts(way(still)).startswith("With zoledronate nothing changes.")
