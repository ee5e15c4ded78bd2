"""What was computed, in plain sentences."""

from osteoniche.narrative.brief import brief
from osteoniche.narrative.run import tell
from osteoniche.narrative.surface import tell_surface

__all__ = ["brief", "tell", "tell_surface"]
