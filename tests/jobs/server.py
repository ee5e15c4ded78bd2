"""A server process that does one job until it is killed: run by test_jobs.py, not by pytest.

python server.py VAULT SPEC
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.jobs import Jobs, LocalPool, Work

if __name__ == "__main__":
    jobs = Jobs(Vault(sys.argv[1], "science"), LocalPool(2))
    work = Work(chunks.square, sys.argv[2], 30)
    jobs.start(work)
    while True:
        jobs.look(work)
        time.sleep(0.5)
