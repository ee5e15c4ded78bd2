"""What was computed, in plain sentences."""

from osteoniche.narrative.answer import Answer, answer, blocked
from osteoniche.narrative.brief import brief
from osteoniche.narrative.run import tell
from osteoniche.narrative.surface import tell_surface

__all__ = ["Answer", "answer", "blocked", "brief", "tell", "tell_surface"]
