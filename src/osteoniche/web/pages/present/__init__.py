"""Present: the story in six steps, for a hall."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.present import callbacks, layout, words

PAGE = Page(
    words.PATH, words.NAME, layout.layout, callbacks.register, settings=False, key=words.KEY
)
