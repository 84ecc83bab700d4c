"""The measurement runs, on a few documents."""

import subprocess
import sys
from pathlib import Path


def test_the_measurement_prints_its_table() -> None:
    command = [sys.executable, str(Path(__file__).with_name("measure.py")), "--documents", "300", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "300 findings" in done.stdout
