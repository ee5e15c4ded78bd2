"""The text of the compiled modules, written from the system's symbols."""

from osteoniche.codegen.many import Slots, ensemble_source
from osteoniche.codegen.one import source
from osteoniche.codegen.text import read_symbols

__all__ = ["Slots", "ensemble_source", "read_symbols", "source"]
