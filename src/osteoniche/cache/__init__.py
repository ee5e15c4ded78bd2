"""What was computed once is remembered, in a folder or in Redis."""

from osteoniche.cache.results import Abandoned, Found, ResultCache
from osteoniche.cache.vault import Vault

__all__ = ["Abandoned", "Found", "ResultCache", "Vault"]
