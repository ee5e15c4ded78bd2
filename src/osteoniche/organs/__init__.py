"""Organs where a dose costs something, one file each, in the order in which they are shown."""

from osteoniche.components import Organ
from osteoniche.organs import gut, marrow, nerves

ORGANS: dict[str, Organ] = {organ.name: organ for organ in (marrow.ORGAN, nerves.ORGAN, gut.ORGAN)}

__all__ = ["ORGANS", "Organ"]
