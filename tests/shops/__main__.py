"""Sweeps every live shop both ways and prints the differences: `python -m tests.shops [NAME…]`."""

import sys
import tempfile
import time
from pathlib import Path

from tests.shops.live import opened
from tests.shops.sweeping import differences, sweep
from tests.shops.town import TOWN

wanted = set(sys.argv[1:])
for name, build in TOWN.items():
    if wanted and name not in wanted:
        continue
    for declared in (False, True):
        with tempfile.TemporaryDirectory() as data, opened(build()) as running:
            begun = time.monotonic()
            swept = sweep(running, Path(data) / "d", declared=declared)
            sys.stdout.write(
                f"== {name} {'declared' if declared else 'undeclared'}: {time.monotonic() - begun:.0f} s, "
                f"{len(running.asked)} requests, {swept.folder.counts()}\n"
            )
            for line in differences(swept):
                sys.stdout.write(f"   {line}\n")
            sys.stdout.flush()
