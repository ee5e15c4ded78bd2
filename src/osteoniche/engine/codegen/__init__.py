"""The text of the compiled modules, written from the system's symbols."""

from osteoniche.engine.codegen.many import Slots, bending, ensemble_source
from osteoniche.engine.codegen.one import source
from osteoniche.engine.codegen.text import read_symbols

__all__ = ["Slots", "bending", "ensemble_source", "read_symbols", "source"]
