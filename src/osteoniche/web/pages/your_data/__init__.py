"""Your data: a visitor's own table, read, fitted and shown."""

from osteoniche.web.kit.page import Page
from osteoniche.web.pages.your_data import callbacks, layout, words

PAGE = Page(words.PATH, words.NAME, layout.layout, callbacks.register)
