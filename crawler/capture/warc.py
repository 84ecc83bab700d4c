"""Keeps captures as WARC records, one block of records a page, and gives them back by file and offset."""

import io
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.errors import CaptureError
from config.plain_text import plain_text
from crawler.records import Fetched, Fragment, UrlSource

MAX_FILE_BYTES = 256 * 2**20
"""A new WARC file begins above this size, so that one file can still be copied and checked by hand."""
_FRAGMENT_HEADER = "GW-Fragment"
_UNTRUE_HEADERS = frozenset({"content-length", "content-encoding", "transfer-encoding"})
"""Headers that described the body on the wire; kept under another name, since the body is kept decoded."""
_READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Exchange:
    """One page as it was got, before it is kept."""

    url: str
    body: bytes
    fetched: Fetched
    captured_at: datetime | None
    final_url: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    request_headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    complete: bool = True
    rendered: bool = False
    url_source: UrlSource = "fetched"
    fragments: tuple[Fragment, ...] = ()
    screenshot: bytes | None = None
    facts: dict[str, str] = field(default_factory=dict)
    """What else should be known about how it was got; kept as a metadata record."""


class Block(NamedTuple):
    """Where the records of one page stand."""

    file: str
    offset: int
    length: int


class WarcAppender:
    """Appends blocks to `capture-NNNNN.warc.gz`; every run begins a file of its own, so a torn tail stays behind it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: io.BufferedWriter | None = None
        self._name = ""

    def append(self, exchange: Exchange, *, written_at: datetime, screenshot: str | None = None) -> Block:
        """Write one page's records; durable when this returns."""
        block = _build_block(exchange, written_at, screenshot)
        file = self._open_file(written_at)
        offset = file.tell()
        file.write(block)
        file.flush()
        os.fsync(file.fileno())
        return Block(self._name, offset, len(block))

    def close(self) -> None:
        """Close the present file."""
        if self._file is not None:
            # What a full disk left in the buffer has no line in the ledger; the next run cuts its beginning off.
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _open_file(self, written_at: datetime) -> io.BufferedWriter:
        if self._file is not None and self._file.tell() > MAX_FILE_BYTES:
            self.close()
        if self._file is None:
            self._name = f"capture-{_highest_number(self._folder) + 1:05d}.warc.gz"
            self._file = (self._folder / self._name).open("xb")
            self._file.write(_warcinfo(self._name, written_at))
        return self._file


def read_block(path: Path, offset: int, length: int) -> tuple[bytes, tuple[Fragment, ...]]:
    """Return the body and fragments kept in one block."""
    with path.open("rb") as file:
        file.seek(offset)
        block = file.read(length)
    if len(block) != length:
        raise CaptureError(f"{path}：比台账所记的短（第 {offset} 字节）")
    body: bytes | None = None
    fragments: list[Fragment] = []
    for record in ArchiveIterator(io.BytesIO(block)):
        if record.rec_type not in ("response", "resource"):
            continue
        content = record.content_stream().read()
        kind = record.rec_headers.get_header(_FRAGMENT_HEADER)
        if kind is None:
            body = content
            continue
        content_type = record.rec_headers.get_header("Content-Type")
        url = record.rec_headers.get_header("WARC-Target-URI")
        fragments.append(Fragment(url=url, kind=kind, content_type=content_type, body=content))
    if body is None:
        raise CaptureError(f"{path}：第 {offset} 字节处没有网页")
    return body, tuple(fragments)


def cut_torn_tails(folder: Path) -> list[tuple[str, int, int]]:
    """Cut an unfinished last record off every WARC file; return (file, bytes kept, bytes cut) of each that had one."""
    cut = []
    for path in sorted(folder.glob("capture-*.warc.gz")):
        size = path.stat().st_size
        whole = _whole_members(path)
        if whole < size:
            os.truncate(path, whole)
            cut.append((path.name, whole, size - whole))
        if whole == 0:
            path.unlink()
    return cut


def _whole_members(path: Path) -> int:
    """Return how many bytes from the start are complete gzip members."""
    whole = position = 0
    with path.open("rb") as file:
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while chunk := file.read(_READ):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return whole
                if not member.eof:
                    position += len(chunk)
                    break
                position += len(chunk) - len(member.unused_data)
                whole, chunk = position, member.unused_data
                member = zlib.decompressobj(zlib.MAX_WBITS + 16)
    return whole


def _highest_number(folder: Path) -> int:
    numbers = [int(path.name[8:13]) for path in folder.glob("capture-[0-9][0-9][0-9][0-9][0-9].warc.gz")]
    return max(numbers, default=0)


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _warcinfo(name: str, written_at: datetime) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    record = writer.create_warcinfo_record(name, {"software": "goodswatch", "format": "WARC File Format 1.0"})
    record.rec_headers.replace_header("WARC-Date", _warc_date(written_at))
    writer.write_record(record)
    return out.getvalue()


def _build_block(exchange: Exchange, written_at: datetime, screenshot: str | None) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    moment = {"WARC-Date": _warc_date(exchange.captured_at or written_at)}
    main = _main_record(writer, exchange, moment)
    main_id = main.rec_headers.get_header("WARC-Record-ID")
    writer.write_record(main)
    beside = moment | {"WARC-Concurrent-To": main_id}
    if exchange.fetched != "imported":
        writer.write_record(_request_record(writer, exchange, beside))
    facts = dict(exchange.facts)
    if screenshot is not None:
        facts["screenshot"] = screenshot
    if facts:
        text = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in facts.items())
        writer.write_record(
            _plain_record(writer, exchange.url, "metadata", text.encode(), "application/warc-fields", beside)
        )
    for fragment in exchange.fragments:
        headers = beside | {_FRAGMENT_HEADER: fragment.kind}
        kind = fragment.content_type or "application/octet-stream"
        writer.write_record(_plain_record(writer, fragment.url, "resource", fragment.body, kind, headers))
    return out.getvalue()


def _main_record(writer: WARCWriter, exchange: Exchange, moment: dict[str, str]) -> Any:
    if exchange.fetched == "imported":
        kind = exchange.content_type or "text/html"
        return _plain_record(writer, exchange.url, "resource", exchange.body, kind, moment)
    headers = [
        (f"X-Wire-{name}" if name.lower() in _UNTRUE_HEADERS else name, value) for name, value in exchange.headers
    ]
    headers.append(("Content-Length", str(len(exchange.body))))
    http = StatusAndHeaders(
        f"{exchange.status or 200} {'OK' if exchange.status == 200 else 'Status'}", headers, "HTTP/1.1"
    )
    return _record(writer, exchange.url, "response", exchange.body, moment, http=http)


def _request_record(writer: WARCWriter, exchange: Exchange, headers: dict[str, str]) -> Any:
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = [
        ("Host", parts.netloc),
        *((name, value) for name, value in exchange.request_headers if name.lower() != "host"),
    ]
    http = StatusAndHeaders(f"GET {path} HTTP/1.1", sent, is_http_request=True)
    return _record(writer, exchange.url, "request", b"", headers, http=http)


def _plain_record(
    writer: WARCWriter,
    url: str,
    kind: Literal["resource", "metadata"],
    body: bytes,
    content_type: str,
    headers: dict[str, str],
) -> Any:
    return _record(writer, url, kind, body, headers, content_type=content_type)


def _record(
    writer: WARCWriter,
    url: str,
    kind: str,
    body: bytes,
    headers: dict[str, str],
    *,
    http: Any = None,
    content_type: str = "",
) -> Any:
    return writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_content_type=content_type,
        warc_headers_dict=headers,
    )


def _one_line(value: str) -> str:
    return plain_text(" ".join(value.split()))


def iterate_records(folder: Path) -> Iterator[Any]:
    """Yield every WARC record of a capture folder, as warcio reads them."""
    for path in sorted(folder.glob("capture-*.warc.gz")):
        with path.open("rb") as file:
            yield from ArchiveIterator(file)
