"""`python -m osteoniche` is the command line."""

import sys

from osteoniche.cli import main

sys.exit(main())
