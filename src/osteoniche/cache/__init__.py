"""Results that were computed once are remembered, in a folder or in Redis."""

from osteoniche.cache.results import ResultCache

__all__ = ["ResultCache"]
