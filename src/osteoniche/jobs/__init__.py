"""Long work: cut into chunks, shared by visitors and processes, watched, stopped and resumed."""

from osteoniche.jobs.board import Progress, State
from osteoniche.jobs.driver import UNSTORED
from osteoniche.jobs.jobs import Jobs
from osteoniche.jobs.pool import Cluster, LocalPool, Pool, Workers
from osteoniche.jobs.store import beside
from osteoniche.jobs.work import Work

__all__ = [
    "UNSTORED",
    "Cluster",
    "Jobs",
    "LocalPool",
    "Pool",
    "Progress",
    "State",
    "Work",
    "Workers",
    "beside",
]
