"""`python -m osteoniche` is the command line."""

import sys

from osteoniche.commands.cli import main

sys.exit(main())
