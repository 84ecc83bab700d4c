"""A data folder with hand-written pages imported and published, and the command line called in this process."""

import json
import logging
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.cli import main as command_line
from app.cli import state
from tests.app.saved_shop import bring_in, make_data, save_pages


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything saved on the first date, imported once; copy it before changing it."""
    folder = tmp_path_factory.mktemp("prepared")
    data = make_data(folder / "data")
    bring_in(data, save_pages(folder / "first"))
    return data


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared data folder."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command line as `goodswatch ARGUMENTS…` and return its exit code, output and error lines."""

    def call(*arguments: object) -> Ended:
        root = logging.getLogger()
        handlers, level = list(root.handlers), root.level
        monkeypatch.setattr(sys, "argv", ["goodswatch", *map(str, arguments)])
        monkeypatch.setattr(state, "data_folder", None)
        capsys.readouterr()
        code = 0
        try:
            command_line.main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
        seen = capsys.readouterr()
        return Ended(code, seen.out, seen.err)

    return call
