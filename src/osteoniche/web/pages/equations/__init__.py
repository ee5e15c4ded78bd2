"""Equations: every line of the model, with what its symbols mean."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.equations import callbacks, layout, words

PAGE = Page(
    words.PATH,
    words.NAME,
    layout.layout,
    callbacks.register,
    settings=False,
    prepare=callbacks.written,
)
