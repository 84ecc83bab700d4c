"""Names of generations: hashes over what they rest on, code and declarations among it.

A changed rule or a mended reader is a new generation without anybody having to raise a number.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from config.settings import REPOSITORY

SOURCES = {".py", ".toml", ".csv"}


def version_of(inputs: Mapping[str, Any]) -> str:
    """Return 12 hex digits over everything given."""
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def digest_of(paths: Iterable[Path]) -> str:
    """Return a hash over the code and data files named, and over those below the folders named."""
    files: set[Path] = set()
    for path in paths:
        files |= {one for one in path.rglob("*") if one.suffix in SOURCES} if path.is_dir() else {path}
    digest = hashlib.sha256()
    for file in sorted(files):
        name = file.relative_to(REPOSITORY) if file.is_relative_to(REPOSITORY) else file.name
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
