"""Reading saved files without a sweep: what `goodswatch read PATH…` prints."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.export.rows import page_row
from app.installation import Installation
from config.errors import PageError
from crawler.capture.saved import find_saved, load_saved

log = logging.getLogger(__name__)


def read_saved(installation: Installation, paths: Sequence[Path], *, explain: bool) -> Iterator[dict[str, Any]]:
    """Yield one row a page in path order; an unreadable file gives `{"source", "error"}` and the rest goes on."""
    reader = installation.reader
    for path in paths:
        if not path.exists():
            yield {"source": str(path), "error": f"{path}：没有这个文件或文件夹"}
            continue
        for file in find_saved([path]):
            try:
                raw = load_saved(file, url=None, captured_at=None, platforms=installation.platforms)
                yield page_row(reader.read(raw, str(file)), explain=explain)
            except PageError as error:
                yield {"source": str(file), "error": str(error)}
            except Exception as error:  # One odd page must not end the others; the log has where it broke.
                log.info("Page not read", extra={"source": str(file)}, exc_info=True)
                yield {"source": str(file), "error": f"{file}：读取出错：{type(error).__name__}：{error}"}
