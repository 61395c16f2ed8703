"""The quick tests of the window draw off-screen; those that need a real screen start programs
of their own on one."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
