"""`make bench`: prints a table of figures with the limits that the project sets itself."""

import sys

from benchmarks import cohort, costs, curves, ensemble, fits, judges, moves, page, startup

PARTS = {
    "curves": curves.measure,
    "costs": costs.measure,
    "judges": judges.measure,
    "ensemble": ensemble.measure,
    "cohort": cohort.measure,
    "fits": fits.measure,
    "startup": startup.measure,
    "page": page.measure,
    "moves": moves.measure,
}


def main(wanted: list[str]) -> int:
    """Measure everything, or the parts that are named; print one line a figure."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"No such part: {', '.join(unknown)}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    print(f"{'figure':<62}{'measured':>15}{'limit':>12}   notes")
    for name in wanted or PARTS:
        for figure in PARTS[name]():
            print(figure, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
