"""The part of the page along one setting: the same subjects at values that a visitor types."""

from osteoniche.web.pages.cohort.along.callbacks import register as register
from osteoniche.web.pages.cohort.along.layout import layout as layout
