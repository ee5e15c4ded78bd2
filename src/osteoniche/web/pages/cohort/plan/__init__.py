"""The part of the page that plans one experiment."""

from osteoniche.web.pages.cohort.plan.callbacks import register as register
from osteoniche.web.pages.cohort.plan.layout import layout as layout
