"""Organs where a dose costs something, one file each, in the order in which they are shown."""

from osteoniche.organs import gut, marrow, nerves
from osteoniche.organs.organ import Organ

ORGANS: dict[str, Organ] = {organ.name: organ for organ in (marrow.ORGAN, nerves.ORGAN, gut.ORGAN)}

__all__ = ["ORGANS", "Organ"]
