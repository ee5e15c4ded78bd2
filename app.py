"""Composes settings, cache and pages. `python app.py` runs it; gunicorn serves `app:server`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "src"))

from osteoniche.settings import steer_nothing  # noqa: E402

steer_nothing()

from osteoniche.web.serving import compose, run_here  # noqa: E402

app = compose(ROOT / "assets")
server = app.server

if __name__ == "__main__":
    sys.exit(run_here(app))
