"""The component ids of Equations."""

TEXTS = "equations-texts"
BODY = "equations-body"
