"""Osteoniche: an interactive laboratory of bone metastasis, chemotherapy and Jagged1."""

from importlib import metadata

try:
    __version__ = metadata.version("osteoniche")
except metadata.PackageNotFoundError:  # run from a checkout that was not installed
    __version__ = "0.1.0"
