"""`python -m assist`."""

import multiprocessing
import sys

from assist.cli import main

if __name__ == "__main__":
    # A bundled program that starts processes of its own would otherwise begin anew in each.
    multiprocessing.freeze_support()
    sys.exit(main())
