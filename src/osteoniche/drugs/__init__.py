"""Drugs, one file each. `DRUGS` lists them in the order in which tables and columns show them.

The first of a role is the usual one.
"""

from osteoniche.components import Drug
from osteoniche.drugs import (
    antibody_15d11,
    cisplatin,
    docetaxel,
    gamma_secretase_inhibitor,
    paclitaxel,
    rankl_inhibitor,
    zoledronate,
)
from osteoniche.roles import ROLES, Role

DRUGS: dict[str, Drug] = {
    drug.name: drug
    for drug in (
        paclitaxel.DRUG,
        cisplatin.DRUG,
        docetaxel.DRUG,
        antibody_15d11.DRUG,
        zoledronate.DRUG,
        rankl_inhibitor.DRUG,
        gamma_secretase_inhibitor.DRUG,
    )
}


def roles() -> list[Role]:
    """The roles that have drugs, in their order."""
    return [role for role in ROLES if of_role(role)]


def of_role(role: Role) -> list[str]:
    """The names of the drugs of a role, the usual one first."""
    return [name for name, drug in DRUGS.items() if drug.role == role]
