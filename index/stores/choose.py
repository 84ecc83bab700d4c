"""The store an installation uses; the server's client is loaded only where it is used."""

from pathlib import Path
from typing import Literal

from config.errors import SettingsError
from index.contract import Store

StoreKind = Literal["sqlite", "elasticsearch"]


def open_store(kind: StoreKind, *, path: Path, url: str | None = None, prefix: str = "goodswatch") -> Store:
    """Return the embedded store over the file `path`, or the server store at `url` (SettingsError without one)."""
    if kind == "sqlite":
        from index.stores.sqlite import SqliteStore

        return SqliteStore(path)
    if not url:
        raise SettingsError('store = "elasticsearch" 时必须给出 ES_URL')
    from index.stores.elastic import ElasticStore

    return ElasticStore(url, prefix)
