"""Evidence: how well the model meets what was measured, and all constants."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.evidence import callbacks, layout, words

PAGE = Page(
    words.PATH,
    words.NAME,
    layout.layout,
    callbacks.register,
    settings=False,
    prepare=callbacks.tabled,
)
