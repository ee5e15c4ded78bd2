"""Cohort: virtual mice or patients that differ, in every arm, and the next experiment."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.cohort import callbacks, layout, words

PAGE = Page(words.PATH, words.NAME, layout.layout, callbacks.register)
