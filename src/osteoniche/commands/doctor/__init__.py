"""`osteoniche doctor`: what an administrator would look at, one line each, with what to do."""

from osteoniche.commands.doctor import machine, page
from osteoniche.commands.doctor.finding import Verdict


class Unwell(Exception):
    """The doctor found something that is wrong; the message says how many things are."""


def examine(url: str | None = None) -> None:
    """Print a line for each thing that was looked at: here, and with `url` on the page there.

    Raises Unwell if something is wrong, ScenarioError if the URL is none. Nobody is asked but the
    host of the URL, and no redirection is followed.
    """
    site = None if url is None else page.site(url)
    wrong = 0
    for findings in (machine.findings(), () if site is None else page.findings(site)):
        for finding in findings:
            print(finding, flush=True)
            wrong += finding.verdict is Verdict.WRONG
    if wrong:
        raise Unwell(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.")
