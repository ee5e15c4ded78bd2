"""A scenario in the formats of other programs. `FORMATS` lists them; one entry adds one.

What a format needs is imported when it is written, not with the command line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from osteoniche.scenario import Scenario


@dataclass(frozen=True)
class Format:
    """A format: what it is called, the ending and media type of its files, and who writes it."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Scenario], str | bytes]


def _sbml(scenario: Scenario) -> str:
    from osteoniche.export.sbml import as_sbml

    return as_sbml(scenario)


FORMATS: Mapping[str, Format] = {
    found.name: found
    for found in (Format("sbml", "SBML Level 3 Version 2", ".xml", "application/sbml+xml", _sbml),)
}
