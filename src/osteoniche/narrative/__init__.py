"""What was computed, in plain sentences."""

from osteoniche.narrative.run import tell
from osteoniche.narrative.surface import tell_surface

__all__ = ["tell", "tell_surface"]
