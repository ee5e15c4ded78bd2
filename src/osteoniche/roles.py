"""What a drug can be: its role, the routes by which it is given, and the places where it acts.

Each word is declared here once; a drug file that has another is refused at the start.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from osteoniche.errors import ModelError


class Role(StrEnum):
    """What a drug is for; `ROLES` says how the page offers each. One of a new kind is `OTHER`."""

    CHEMOTHERAPY = "chemotherapy"
    ANTIBODY = "antibody"
    BONE = "bone drug"
    OTHER = "other drug"

    @property
    def key(self) -> str:
        """The role as a word of component ids: `bone`."""
        return self.name.lower()


@dataclass(frozen=True)
class RoleWords:
    """How the page offers the drugs of a role.

    `label` names it, `line` says beside its dial what it does. What is `in_view` has its dial
    always there, set to one of its drugs; the other roles are folded, and begin without a drug:
    `choice` says above the list what they are.
    """

    label: str
    line: str
    choice: str = ""
    in_view: bool = False


ROLES: Mapping[Role, RoleWords] = {
    Role.CHEMOTHERAPY: RoleWords("Chemotherapy", "kills dividing cells", in_view=True),
    Role.ANTIBODY: RoleWords("Antibody", "covers Jagged1", in_view=True),
    Role.BONE: RoleWords(
        "Bone drug", "protects the bone", "Slows the osteoclasts that dissolve bone."
    ),
    Role.OTHER: RoleWords("Other drug", "acts in its own way", "A drug of another kind."),
}
"""Every role in words, in the order in which the page offers them."""


class Route(StrEnum):
    """How a drug gets into the body; only an infusion lasts for hours."""

    IP = "ip"
    IV = "iv"
    SC = "sc"
    ORAL = "oral"
    INFUSION = "infusion"


ROUTES: Mapping[str, str] = {
    Route.IP: "Into the abdomen (ip)",
    Route.IV: "Into a vein (iv)",
    Route.SC: "Under the skin (sc)",
    Route.ORAL: "By mouth (oral)",
    Route.INFUSION: "Slow infusion into a vein",
}
"""Every route in words."""


class Place(StrEnum):
    """Where in the body a drug acts, wanted or not."""

    TUMOUR = "tumour"
    JAGGED1 = "Jagged1"
    NOTCH = "Notch"
    BONE = "bone"
    MARROW = "marrow"
    NERVES = "nerves"
    GUT = "gut"


def declared(drug: str, role: str, routes: Iterable[str], places: Iterable[str]) -> None:
    """Raise ModelError if one of a drug's words is not declared here."""
    given = (("role", [role], Role), ("route", routes, Route), ("place", places, Place))
    for what, words, known in given:
        for word in words:
            if word not in list(known):
                allowed = f"choose from {', '.join(known)}"
                raise ModelError(f"{drug}: there is no {what} {word!r}; {allowed}")
