"""Long work on the command line: its progress on one line, and Ctrl-C that loses nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.errors import SolverError
from osteoniche.jobs import UNSTORED, Cluster, Jobs, LocalPool, Progress, State, Work, beside
from osteoniche.settings import read_settings


def done(work: Work) -> list[bytes]:
    """The results of all chunks; progress goes to standard error.

    Raises SolverError with a sentence if it could not be done, KeyboardInterrupt if it was stopped.
    """
    with _jobs() as jobs:
        progress = jobs.finish(work, _show)
        _end_of_line()
        if progress.state is not State.DONE:
            raise SolverError(progress.sentence())
        found = jobs.results(work)
        if found is None:
            raise SolverError(UNSTORED)
        return found


@contextmanager
def _jobs() -> Iterator[Jobs]:
    """Jobs as the page has them: the same results, the same cluster."""
    settings = read_settings()
    pool = Cluster(settings.scheduler) if settings.scheduler else LocalPool()
    vault = Vault(settings.cache, compiled.fingerprint(), secret=settings.cache_key)
    jobs = Jobs(vault, pool, beside())
    try:
        yield jobs
    finally:
        jobs.close()
        pool.close()


def _show(progress: Progress) -> None:
    """One line that is written over again on a terminal; elsewhere only how it ends."""
    if sys.stderr.isatty():
        print(f"\r\033[K{progress.sentence()}", end="", file=sys.stderr, flush=True)
    elif not progress.active:
        print(progress.sentence(), file=sys.stderr)


def _end_of_line() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
