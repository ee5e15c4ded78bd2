"""Dose map: a run at every pair of doses."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.surface import callbacks, layout, words

PAGE = Page(words.PATH, words.NAME, layout.layout, callbacks.register)
