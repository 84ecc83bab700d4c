"""Every rule, setting, command and list is documented, every error class stands in the tree, no link is dead."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import app
from config import errors
from config.settings import Settings
from matchers.lists.declaration import load_declarations
from matchers.rules.registry import RULES

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def commands() -> list[str]:
    return sorted([str(command.name) for command in app.registered_commands] + [
        f"{group.name} {command.name}"
        for group in app.registered_groups
        if group.typer_instance is not None
        for command in group.typer_instance.registered_commands
    ])  # fmt: skip


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_documented(rule: str) -> None:
    assert f"`{rule}`" in text_of("docs/rules.md")


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in text_of("docs/settings.md")


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`goodswatch {command}" in text_of("docs/commands.md")


@pytest.mark.parametrize("declared", [declaration.id for declaration in load_declarations()])
def test_every_list_is_documented(declared: str) -> None:
    assert f"`{declared}`" in text_of("docs/lists.md")


def test_every_error_stands_in_the_tree() -> None:
    tree = errors.__doc__ or ""
    classes = [name for name, value in vars(errors).items() if isinstance(value, type)]
    assert [name for name in classes if name not in tree] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_local_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_help_is_quick_and_chinese() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "app.cli.main", "--help"], capture_output=True, check=True
    )
    assert "采集" in shown.stdout.decode("utf-8")
    loaded = shown.stderr.decode("utf-8")
    heavy = [
        name for name in ("scrapy", "sqlalchemy", "fastapi", "pydantic", "elasticsearch") if f" {name}\n" in loaded
    ]
    assert heavy == [], "the command line must import what it needs only when a command runs"


def test_no_tracked_file_names_the_place_it_lies_in() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    places = {str(ROOT), str(Path.home())} - {"/"}
    found = []
    for name in filter(None, listed.decode().split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        found += [f"{name}: {place}" for place in places if f"{place}/".encode() in content]
    assert found == []


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda lock: lock.name)
def test_locks_pin_packages_by_hash_and_say_nothing_of_where_from(lock: Path) -> None:
    lines = [line.strip().removesuffix("\\").strip() for line in lock.read_text(encoding="utf-8").splitlines()]
    pinned = re.compile(r"#.*|[\w.\[\]-]+==\S+(?: ;.*)?|--hash=sha256:[0-9a-f]{64}")
    assert [line for line in lines if line and not pinned.fullmatch(line)] == []
    assert [line for line in lines if "://" in line] == []
