"""Where a bundle starts: the same command line as `python -m assist`."""

import multiprocessing
import sys

# A bundle starts itself anew for a worker process; there it must become the worker.
multiprocessing.freeze_support()

from assist.cli import main  # noqa: E402 - a worker needs none of it

sys.exit(main())
