"""Files that a visitor takes away."""

from typing import Any

CSV = "text/csv"


def download(name: str, content: str, kind: str = CSV) -> dict[str, Any]:
    """A text as the data of `dcc.Download`: the name of its file, and what kind of text it is."""
    return {"filename": name, "content": content, "type": kind, "base64": False}
