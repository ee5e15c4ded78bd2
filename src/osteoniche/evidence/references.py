"""The sources of the series, as `references.bib` tells them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from osteoniche.errors import EvidenceError, Problem

FILE = "references.bib"
ENTRY = re.compile(r"@(?P<kind>\w+)\{(?P<key>[\w-]+),\n(?P<fields>(?:  .*\n)+)\}")
FIELD = re.compile(r"  (?P<name>\w+) = \{(?P<text>.*)\},?")


@dataclass(frozen=True)
class Reference:
    """One source; a field of BibTeX that nobody has read is not there."""

    key: str
    kind: str
    fields: Mapping[str, str]

    @property
    def citation(self) -> str:
        """The source in one line: Canon and others 2008, Clin Exp Metastasis 25:119–129."""
        given = self.fields
        place = given.get("journal") or given.get("howpublished", "")
        if "volume" in given:
            place += f" {given['volume']}:{given['pages'].replace('--', '–')}"
        who = f"{self._who} {given.get('year', '')}".strip()
        return ", ".join(part for part in (who, place) if part)

    @property
    def note(self) -> str:
        """What could not be confirmed, or nothing."""
        return self.fields.get("note", "")

    @property
    def _who(self) -> str:
        first, *more = self.fields["author"].split(" and ")
        surname = first.partition(",")[0]
        return f"{surname} and others" if more else surname


@cache
def references() -> Mapping[str, Reference]:
    """Every source by its key. Raises EvidenceError for a malformed file."""
    return parse(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Reference]:
    """The entries of a bibliography: one field a line, in braces.

    Raises EvidenceError for anything else, for a key that is there twice, and for an entry without
    an author.
    """
    found: dict[str, Reference] = {}
    for entry in ENTRY.finditer(text):
        key = entry["key"]
        if key in found:
            raise _malformed(key, key, "give each source a key of its own")
        fields = dict(_field(key, line) for line in entry["fields"].splitlines())
        if "author" not in fields:
            raise _malformed(key, "no author", "name who wrote it")
        found[key] = Reference(key, entry["kind"], MappingProxyType(fields))
    rest = [line for line in ENTRY.sub("", text).splitlines() if line and not line.startswith("%")]
    if rest:
        raise _malformed("outside of entries", rest[0], "write @kind{key, fields, }")
    return MappingProxyType(found)


def _field(key: str, line: str) -> tuple[str, str]:
    match = FIELD.fullmatch(line)
    if match is None:
        raise _malformed(key, line, "write name = {text},")
    return match["name"], _plain(match["text"])


def _plain(text: str) -> str:
    """The text without the braces and escapes of LaTeX."""
    return re.sub(r"\\([_&%#$])", r"\1", text).translate({ord("{"): None, ord("}"): None})


def _malformed(where: str, value: object, allowed: str) -> EvidenceError:
    return EvidenceError(str(Problem(f"{FILE}, {where}", value, allowed)))
