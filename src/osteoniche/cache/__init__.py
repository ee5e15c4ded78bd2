"""What was computed once is remembered, in a folder or in Redis."""

from osteoniche.cache.results import Found, ResultCache
from osteoniche.cache.vault import Vault

__all__ = ["Found", "ResultCache", "Vault"]
