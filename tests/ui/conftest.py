"""The quick tests of the window draw off-screen; those that need a real screen start programs
of their own on one."""

import os

from tests.screens import screen  # noqa: F401 - a fixture
from tests.ui.desks import desk  # noqa: F401 - a fixture

os.environ["QT_QPA_PLATFORM"] = "offscreen"
