"""`make bench`: prints a table of figures with the limits that the project sets itself."""

import sys

from benchmarks import curves, startup


def main(wanted: list[str]) -> int:
    """Measure everything, or the parts named (`curves`, `startup`); print one line a figure."""
    parts = {"curves": curves.measure, "startup": startup.measure}
    unknown = [name for name in wanted if name not in parts]
    if unknown:
        print(f"No such part: {', '.join(unknown)}; there are {', '.join(parts)}.", file=sys.stderr)
        return 2
    print(f"{'figure':<58}{'measured':>14}{'limit':>12}   notes")
    for name in wanted or parts:
        for figure in parts[name]():
            print(figure, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
