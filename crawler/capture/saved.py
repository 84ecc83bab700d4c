"""Takes over pages that people saved: finds the files, their addresses and times, and makes a sweep folder of them.

The address comes from a sidecar `NAME.html.json`, the caller, the browser's "saved from url" mark, the canonical link
or og:url, in this order. A page counts as rendered (scripts had run) when the sidecar's `captured_by` names a browser
or a browser's own mark stands in it: browsers write the mark when they save the page as shown, not its source.
"""

import gzip
import hashlib
import json
import logging
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from pydantic import ValidationError, field_validator
from selectolax.lexbor import LexborHTMLParser

from config.clock import BEIJING, Clock
from config.errors import PageError
from config.faults import fault, system_fault
from config.plain_text import plain
from config.record import Record
from config.web_address import web_address
from crawler.addresses import declaration_of, host_of, locate
from crawler.capture.folder import CaptureWriter, SweepFolder
from crawler.capture.plan import PlanRow, SweepSpec
from crawler.capture.warc import Exchange
from crawler.fetch.complete import ends_whole
from crawler.fetch.gates import SeenPage, detect_gate
from crawler.platforms import PlatformDeclaration, platform_name
from crawler.read.dom.decode import Decoded, decode
from crawler.records import Fragment, Outcome, RawPage, UrlSource

log = logging.getLogger(__name__)

_ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz")
_FOLDER_OF_PARTS = ("_files", ".files")
_MAX_BYTES = 64 * 2**20
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\((\d+)\)(\S+)", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)
_MARK_WITHIN = 5000
"""Characters from the start in which browsers put their mark."""
_RENDERING = re.compile(
    r"browser|chrome|chromium|firefox|edge|safari|singlefile|playwright|selenium|浏览器|另存", re.IGNORECASE
)


_CLOCKS_DIFFER = timedelta(hours=1)
"""How far another machine's clock may be ahead."""


class Sidecar(Record):
    """What `NAME.html.json` says of a saved page."""

    url: str
    captured_at: datetime | None = None
    captured_by: str | None = None
    """By what it was captured: a browser's name means that scripts had run."""
    note: str | None = None

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        found = _web_address(value)
        if found is None:
            raise ValueError("不是 http 或 https 网址")
        return found

    @field_validator("captured_at")
    @classmethod
    def _has_zone(cls, value: datetime | None) -> datetime | None:
        """A time without a zone is Beijing time, as officers write it."""
        return value.replace(tzinfo=BEIJING) if value is not None and value.tzinfo is None else value


def find_saved(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the saved pages: files as given, folders in path order; a page's own `_files` folder is part of it.

    A link to a file that is not there is among them: opening it tells so.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [entry for entry in path.rglob("*") if entry.name.lower().endswith(_ENDINGS) and not entry.is_dir()]
        yield from (entry for entry in sorted(found) if not _is_part(entry, path))


def load_saved(
    path: Path,
    *,
    url: str | None = None,
    captured_at: datetime | None = None,
    platforms: Sequence[PlatformDeclaration] = (),
) -> RawPage:
    """Return the page saved in `path`; its `url` is None where nothing names one. Raises PageError naming the file."""
    body = _read_body(path)
    sidecar = _read_sidecar(path)
    if url is not None and (given := _web_address(url)) is None:
        raise PageError(f"{path}：{url} 不是 http 或 https 网址")
    decoded = decode(body)
    address, source = _address(decoded, sidecar, given if url is not None else None)
    mark = _saved_mark(decoded.text)
    named = bool(sidecar and sidecar.captured_by and _RENDERING.search(sidecar.captured_by))
    declaration = declaration_of(address, platforms) if address else None
    moment = (sidecar.captured_at if sidecar else None) or captured_at
    return RawPage(
        platform=platform_name(address, tuple(platforms)),
        url=address,
        url_source=source,
        expected_kind=locate(address, declaration).kind if address and declaration else None,
        captured_at=moment.astimezone(UTC) if moment else None,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        content_type=None,
        fetched="imported",
        gate=detect_gate(
            status=None, url=address, final_url=None, seen=SeenPage(decoded.text), declaration=declaration
        ),
        complete=not decoded.truncated and ends_whole(decoded.text),
        rendered=named or mark is not None,
        fragments=tuple(_parts(path, decoded, address)),
    )


def import_saved(
    data: Path,
    paths: Sequence[Path],
    *,
    clock: Clock,
    url: str | None = None,
    captured_at: datetime | None = None,
    platforms: Sequence[PlatformDeclaration] = (),
    platform_folders: Sequence[Path] = (),
    name: str = "import",
    on_refused: Callable[[PageError], None] | None = None,
) -> SweepFolder:
    """Make a sealed sweep folder of saved pages; a page that is refused is told to `on_refused` and the rest goes on.

    Raises PageError, and leaves nothing behind, when `url` is given for several files or no page can be taken.
    """
    files = list(find_saved(paths))
    if url is not None and len(files) != 1:
        raise PageError(f"--url 只用于单个文件，这里有 {len(files)} 个")
    load = partial(load_saved, url=url, captured_at=captured_at, platforms=platforms)
    admitted: list[Path] = []
    moments: list[datetime] = []
    for path in files:
        try:
            moment = _admit(path, load, clock())
        except PageError as error:
            if on_refused:
                on_refused(error)
            else:
                log.warning("Page not imported", extra={"reason": str(error)})
            continue
        admitted.append(path)
        moments += [moment] if moment else []
    if not admitted:
        raise PageError("没有可导入的页面：" + ("、".join(str(path) for path in paths[:3]) or "没有给出文件"))
    spec = SweepSpec(
        name=name,
        kind="import",
        observed_at=max(moments, default=None),
        platform_folders=tuple(str(folder) for folder in platform_folders),
    )
    folder = SweepFolder.create(data, spec, clock)
    with folder.capturing(clock) as writer:
        for path in admitted:
            _take_over(path, load(path), folder, writer, platforms)
    folder.seal(clock)
    return folder


def _admit(path: Path, load: Callable[[Path], RawPage], now: datetime) -> datetime | None:
    """Return when the page was captured. Raises PageError where it cannot be imported."""
    page = load(path)
    if page.captured_at is not None and page.captured_at > now + _CLOCKS_DIFFER:
        raise PageError(f"{path}：保存时间 {page.captured_at.isoformat()} 晚于现在")
    if page.url is None:
        raise PageError(f"{path}：没有网址：请写在 {path.name.removesuffix('.gz')}.json 中，或用 --url 给出")
    return page.captured_at


def _take_over(
    path: Path, page: RawPage, folder: SweepFolder, writer: CaptureWriter, platforms: Sequence[PlatformDeclaration]
) -> None:
    """Plan and end one page; the same address saved at two times is two observations, the same file twice is one."""
    assert page.url is not None
    place = locate(page.url, declaration_of(page.url, platforms))
    row = PlanRow(
        url=place.url,
        platform=page.platform or host_of(page.url),
        kind=place.kind,
        reason="import",
        item_id=place.item_id,
        shop=place.shop,
        fetch="http",
    )
    for planned in folder.plan_rows([row], key=lambda one: f"{one.url} {page.sha256}"):
        outcome: Outcome = "kept" if page.gate == "none" else "gated"
        writer.end(planned, outcome, _exchange(page, path), gate=page.gate)


def _exchange(page: RawPage, path: Path) -> Exchange:
    sidecar = _read_sidecar(path)
    assert page.url is not None
    facts = {"imported-from": path.name, "url-source": page.url_source or ""}
    if sidecar is not None:
        facts |= {"captured-by": sidecar.captured_by or "", "note": sidecar.note or ""}
    return Exchange(
        url=page.url,
        body=page.body,
        fetched="imported",
        captured_at=page.captured_at,
        complete=page.complete,
        rendered=page.rendered,
        url_source=page.url_source or "fetched",
        fragments=page.fragments,
        facts={name: value for name, value in facts.items() if value},
    )


def _read_body(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        if path.is_symlink() and not path.exists():
            raise PageError(f"{path}：是符号链接，指向的文件不存在（{path.readlink()}）") from error
        raise PageError(f"{path}：{system_fault(error)}") from error
    if not content.startswith(b"\x1f\x8b"):
        if path.name.lower().endswith(".gz"):
            raise PageError(f"{path}：不是 gzip 文件")
        return _checked(path, content)
    return _checked(path, _unpack(path, content))


def _unpack(path: Path, content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except EOFError as error:
        raise PageError(f"{path}：gzip 文件不完整（保存或传送时中断了），请重新保存") from error
    except (OSError, zlib.error) as error:
        raise PageError(f"{path}：gzip 文件损坏，请重新保存") from error


def _checked(path: Path, body: bytes) -> bytes:
    if not body.strip():
        raise PageError(f"{path}：空文件")
    if len(body) > _MAX_BYTES:
        raise PageError(f"{path}：大于 {_MAX_BYTES // 2**20} MB")
    return body


def _read_sidecar(path: Path) -> Sidecar | None:
    plain = path.with_name(path.name.removesuffix(".gz").removesuffix(".GZ"))
    for candidate in (path.with_name(f"{path.name}.json"), plain.with_name(f"{plain.name}.json")):
        if not candidate.is_file():
            continue
        try:
            return _parse_sidecar(candidate.read_bytes())
        except OSError as error:
            raise PageError(f"{candidate}：{system_fault(error)}") from error
        except ValidationError as error:
            raise PageError(f"{candidate}：{fault(error)}") from error
    return None


def _parse_sidecar(text: bytes) -> Sidecar:
    """Return what a sidecar says; half characters, as a cut emoji leaves in a note, are no fault of the page."""
    try:
        return Sidecar.model_validate_json(text)
    except ValidationError:
        try:
            said = plain(json.loads(text))
        except ValueError:
            said = None
        if said is None:
            raise
        return Sidecar.model_validate(said)


def _address(decoded: Decoded, sidecar: Sidecar | None, given: str | None) -> tuple[str | None, UrlSource | None]:
    if sidecar is not None:
        return sidecar.url, "sidecar"
    if given is not None:
        return given, "option"
    if mark := _saved_mark(decoded.text):
        return mark, "saved_from"
    tree = LexborHTMLParser(decoded.text.replace("\x00", "").encode("utf-8", "replace"))
    named: tuple[tuple[UrlSource, str, str], ...] = (
        ("canonical", "link[rel][href]", "href"),
        ("og_url", "meta[property][content], meta[name][content]", "content"),
    )
    for source, selector, attribute in named:
        for node in tree.css(selector):
            about = node.attributes.get("rel") or node.attributes.get("property") or node.attributes.get("name") or ""
            is_meant = "canonical" in about.lower().split() if source == "canonical" else about.lower() == "og:url"
            if is_meant and (found := _web_address(node.attributes.get(attribute) or "")):
                return found, source
    return None, None


def _saved_mark(text: str) -> str | None:
    """Return the address in a browser's own mark; its length is written before it, since it may hold anything."""
    head = text[:_MARK_WITHIN]
    if found := _SAVED_FROM.search(head):
        length = int(found.group(1))
        start = found.start(2)
        exact = head[start : start + length]
        is_exact = head[start + length :].lstrip().startswith("-->") and exact.split() == [exact]
        return _web_address(exact if is_exact else found.group(2).removesuffix("-->"))
    found = _SINGLE_FILE.search(head)
    return _web_address(found.group(1)) if found else None


def _web_address(value: str) -> str | None:
    """Return an absolute http(s) address, None for anything else."""
    value = value.strip()
    try:
        return web_address((f"https:{value}" if value.startswith("//") else value).replace(" ", "%20"))
    except ValueError:
        return None


def _is_part(path: Path, root: Path) -> bool:
    """Return whether a file lies in the folder that a browser made for another page's parts."""
    for folder in path.relative_to(root).parents:
        for ending in _FOLDER_OF_PARTS:
            if folder.name.endswith(ending):
                owner = root / folder.parent / folder.name.removesuffix(ending)
                if any(owner.with_name(owner.name + suffix).is_file() for suffix in _ENDINGS):
                    return True
    return False


def _parts(path: Path, decoded: Decoded, address: str | None) -> Iterator[Fragment]:
    """Yield the frames that a browser saved beside the page and the page refers to."""
    if "<iframe" not in decoded.text.lower() and "<frame" not in decoded.text.lower():
        return
    tree = LexborHTMLParser(decoded.text.replace("\x00", "").encode("utf-8", "replace"))
    folder = path.parent.resolve()
    for node in tree.css("iframe[src], frame[src]"):
        source = (node.attributes.get("src") or "").partition("?")[0]
        file = (folder / source).resolve() if source and "://" not in source else None
        if file is None or not file.is_relative_to(folder) or not file.is_file() or file == path.resolve():
            continue
        yield Fragment(
            url=urljoin(address or "", source), kind="frame", content_type="text/html", body=file.read_bytes()
        )
