"""Where the machine's own files are: not where a user's environment says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = "from assist.places import machine_data, machine_settings as s; print(machine_data(), s())"


@pytest.mark.skipif(sys.platform != "linux", reason="about Linux's environment")
def test_no_user_can_move_what_it_has_chosen(tmp_path: Path) -> None:
    moved = {**os.environ, "XDG_CONFIG_DIRS": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", ASK], env=moved, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["/var/lib/agent-assist", "/etc/agent-assist/settings.toml"]
