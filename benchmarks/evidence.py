"""`make evidence`: how well the shipped calibration meets each experiment, fitted and left out.

The table stands beside `calibration/scores.py`. Without arguments it is computed anew and
compared: a study that is met worse than the file says ends with status 1. `--update` writes it.
"""

import csv
import io
import sys
import time
from collections.abc import Iterable, Mapping

from osteoniche.calibration import scores
from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.scores import Badge, Score

COLUMNS = ("experiment", "how", "points", "met_percent", "badge", "distance", "last_factor")
WORSE = 1.05
"""How many times larger a study's distance or last factor may be than in the table."""
RANK = {badge: number for number, badge in enumerate(Badge)}

Row = Mapping[str, str]


def rows() -> list[dict[str, str]]:
    """The table of the shipped calibration, computed now."""
    made = shipped()
    return [_row(score) for score in (*scores.fitted(made), *scores.left_out(made))]


def _row(score: Score) -> dict[str, str]:
    return {
        "experiment": score.experiment,
        "how": score.how.value,
        "points": str(len(score.points)),
        "met_percent": f"{100 * score.share:.0f}",
        "badge": score.badge.value,
        "distance": f"{score.distance:.2f}",
        "last_factor": f"{score.last_factor:.2f}",
    }


def written(table: Iterable[Row]) -> str:
    """The table as the text of its file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def worsened(before: Iterable[Row], now: Iterable[Row]) -> list[str]:
    """One sentence for each experiment that is met worse than before, or is not there any more."""
    found = {(row["experiment"], row["how"]): row for row in now}
    sentences = []
    for old in before:
        name = f"{old['experiment']}, {old['how']}"
        new = found.get((old["experiment"], old["how"]))
        if new is None:
            sentences.append(f"{name}: no longer there")
            continue
        if RANK[Badge(new["badge"])] > RANK[Badge(old["badge"])]:
            sentences.append(f"{name}: was {old['badge']}, is {new['badge']}")
        for number in ("distance", "last_factor"):
            allowed = WORSE * float(old[number]) + 0.01
            if float(new[number]) > allowed:
                sentences.append(f"{name}: {number} was {old[number]}, is {new[number]}")
    return sentences


def main(arguments: list[str]) -> int:
    """Print the table; compare it with the file, or write it there."""
    begun = time.perf_counter()
    now = rows()
    line = (
        "{experiment:<18}{how:<10}{points:>7}{met_percent:>6} %  {badge:<25}{distance:>9}"
        "{last_factor:>9}"
    )
    print(
        "experiment        how        points   met    badge                     distance   last x"
    )
    for row in now:
        print(line.format(**row))
    reasons = [(one.experiment, one.reason) for one in scores.left_out(shipped()) if one.reason]
    for experiment, reason in reasons:
        print(f"Missed when left out: {experiment}, because {reason}.")
    print(f"{time.perf_counter() - begun:.0f} s")
    if "--update" in arguments:
        scores.TABLE.write_text(written(now), encoding="utf-8")
        return 0
    sentences = worsened(scores.table(), now)
    for sentence in sentences:
        print(f"Worse: {sentence}", file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
