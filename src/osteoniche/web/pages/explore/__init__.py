"""Explore: one run beside its arms, with everything that it is asked about."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.explore import callbacks, layout, words

PAGE = Page(
    words.PATH, words.NAME, layout.layout, callbacks.register, head=layout.head, below=layout.below
)
