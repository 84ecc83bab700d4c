"""Help is quick: it loads none of what the commands need to run."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from app.cli.main import app

HEAVY = ("scrapy", "playwright", "pydantic", "fastapi", "sqlalchemy", "elasticsearch", "lxml", "apscheduler", "twisted")
SCRIPT = """
import json, sys
from app.cli.main import main
sys.argv = ["goodswatch", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as ended:
    assert not ended.code
print(json.dumps(sorted(name for name in sys.modules if "." not in name)), file=sys.stderr)
"""


def _commands(command: object, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield names
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, (*names, name))


@pytest.mark.parametrize("names", list(_commands(typer.main.get_command(app))), ids=" ".join)
def test_help_loads_nothing_heavy(names: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps([*names, "--help"])], capture_output=True, text=True, check=True
    )
    assert ended.stdout.startswith(f"Usage: {' '.join(('goodswatch', *names))} ")
    assert not set(HEAVY) & set(json.loads(ended.stderr))
