"""`make load`: a lecture hall asks the server as its pages do; R1 to R9, each with a verdict."""

import sys
from collections.abc import Sequence

from benchmarks.hall.figures import Figures
from benchmarks.hall.session import finished, parser, printed, serving
from benchmarks.hall.told import report, table


def main(words: Sequence[str]) -> int:
    """Measure what is asked for; status 1 where a floor is missed."""
    options = parser("make load", __doc__ or "").parse_args(words)
    with serving(options.cache) as address:
        figures = Figures(options, address)
        found = printed(figures.all())
    for name, outcome in figures.outcomes.items():
        print(f"\n{name}\n{table(outcome)}")
    runs = {name: report(outcome) for name, outcome in figures.outcomes.items()}
    return finished(options, found, runs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
