"""Drugs, one file each. `DRUGS` lists them in the order in which tables and columns show them."""

from osteoniche.drugs import (
    antibody_15d11,
    cisplatin,
    docetaxel,
    paclitaxel,
    rankl_inhibitor,
    zoledronate,
)
from osteoniche.quantity import Drug

DRUGS: dict[str, Drug] = {
    drug.name: drug
    for drug in (
        paclitaxel.DRUG,
        cisplatin.DRUG,
        docetaxel.DRUG,
        antibody_15d11.DRUG,
        zoledronate.DRUG,
        rankl_inhibitor.DRUG,
    )
}
