"""Loads the page objects that stand beside platform declarations (`spiders/<platform>/page.py`)."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import DeclarationError

if TYPE_CHECKING:
    from crawler.read.page import ListingPage


def load_page_objects(folder: Path) -> "dict[str, type[ListingPage]]":
    """Return platform name → page object for every `page.py` below `spiders/`. Raises DeclarationError."""
    from crawler.read.page import ListingPage

    found: dict[str, type[ListingPage]] = {}
    for path in sorted(folder.glob("*/page.py")):
        name = path.parent.name
        module = importlib.import_module(f"spiders.{name}.page")
        objects = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, ListingPage) and value.__module__ == module.__name__
        ]
        if len(objects) != 1:
            raise DeclarationError(f"{path}：应有一个 ListingPage 类，实有 {len(objects)} 个")
        found[name] = objects[0]
    return found
