"""The sweep folder: what was planned, how every URL ended, the captures, and the seal over all of it.

`data/sweeps/<id>/capture/` holds `sweep.json` (the order), `plan.jsonl`, `ledger.jsonl`, `capture-NNNNN.warc.gz`,
`screenshots/`, `offsite.jsonl` (links that led elsewhere), `repairs.jsonl` (tails cut after a crash) and, once sealed,
`manifest.json`. Anybody may read while one process captures.
"""

import errno
import hashlib
import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast, get_args

from pydantic import ValidationError

from config.clock import Clock
from config.errors import CaptureError
from config.faults import fault
from crawler.addresses import comparison_key
from crawler.capture.chain import append_link, chain_of, chained_manifest, file_hash, verify_links, write_whole
from crawler.capture.claims import claim, claim_in_time
from crawler.capture.journal import Journal
from crawler.capture.plan import IMAGE, Ending, PlanRow, SweepSpec
from crawler.capture.warc import Exchange, WarcAppender, cut_torn_tails, read_block
from crawler.records import Gate, Outcome, RawPage, Visit

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_READABLE: frozenset[Outcome] = frozenset({"kept", "gated"})
_MANIFEST = "manifest.json"
_LONGEST_PAUSE_SECONDS = 300.0
"""Between two endings further apart than this nobody was capturing: the sweep had been interrupted."""
_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR})
"""What a rename to the name of another sweep comes to."""
_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-"


class SweepFolder:
    """One sweep's captures, readable at any time; captured into through `capturing()`."""

    def __init__(self, data: Path, sweep_id: str) -> None:
        self.data = data
        self.id = sweep_id
        self.path = data / "sweeps" / sweep_id
        self.capture_path = self.path / "capture"
        self._plan = Journal(self.capture_path / "plan.jsonl")
        self._ledger = Journal(self.capture_path / "ledger.jsonl")
        self._rows = array("Q")
        """Offset in the plan of row number n at index n-1."""
        self._keys: set[bytes] = set()
        self._plan_read = 0
        self._ended: dict[int, int] = {}
        """Offset in the ledger by row number."""
        self._outcomes: dict[Outcome, int] = dict.fromkeys(OUTCOMES, 0)
        self._captures: dict[bytes, int] = {}
        """Offset in the ledger by the capture's hash."""
        self._ledger_read = 0
        self._page_mark = (0, 0)
        """A capture number and the ledger offset behind it, where the next reading may begin."""
        self._sealed = False
        self.spec = self._load_spec()

    @classmethod
    def create(cls, data: Path, spec: SweepSpec, clock: Clock, *, sweep_id: str | None = None) -> "SweepFolder":
        """Make the folder of a new sweep; its id begins with the moment it starts, unless one is given.

        Raises CaptureError when a sweep of the given id is there already.
        """
        started = spec.started_at or clock()
        spec = spec.model_copy(update={"started_at": started})
        if sweep_id is not None and (not _plain_name(sweep_id) == sweep_id or (data / "sweeps" / sweep_id).exists()):
            raise CaptureError(f"{data}：采集编号 {sweep_id!r} 已被占用，或含有小写字母、数字、- 和 _ 以外的字符")
        stem = sweep_id or f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{_plain_name(spec.name)}"
        sweeps = data / "sweeps"
        sweeps.mkdir(parents=True, exist_ok=True)
        # Made aside and given its name when it is whole: a folder without its order could be neither resumed nor begun.
        with TemporaryDirectory(prefix=".new-", dir=sweeps) as aside:
            capture = Path(aside) / stem / "capture"
            (capture / "screenshots").mkdir(parents=True)
            write_whole(capture / "sweep.json", spec.model_dump(mode="json"))
            for attempt in range(1, 10_000):
                sweep_id = stem if attempt == 1 else f"{stem}-{attempt}"
                try:
                    capture.parent.rename(sweeps / sweep_id)
                except OSError as error:
                    if error.errno not in _TAKEN:
                        raise
                    continue
                return cls(data, sweep_id)
        raise CaptureError(f"{data}：{stem} 没有可用的采集编号")

    @classmethod
    def open(cls, data: Path, sweep_id: str) -> "SweepFolder":
        """Return the folder of an earlier sweep. Raises CaptureError when there is none."""
        return cls(data, sweep_id)

    @classmethod
    def at(cls, path: Path) -> "SweepFolder":
        """Return the sweep that lies in `path` (`…/sweeps/<id>`)."""
        path = path.resolve()
        if path.parent.name != "sweeps":
            raise CaptureError(f"{path}：不是采集文件夹（应在名为 sweeps 的文件夹中）")
        return cls(path.parent.parent, path.name)

    @property
    def sealed(self) -> bool:
        """Whether capture has ended: the manifest is written and stands in the chain."""
        if not self._sealed:
            self._sealed = self.closing and chained_manifest(self.data, self.id) is not None
        return self._sealed

    @property
    def closing(self) -> bool:
        """Whether the manifest is written: nothing more may be planned or captured, only sealed."""
        return (self.capture_path / _MANIFEST).exists()

    @property
    def observed_at(self) -> datetime:
        """When what the sweep shows was seen; sweeps are put in this order."""
        observed = self.spec.observed_at or self.spec.started_at
        assert observed is not None
        return observed

    # Planning

    def plan(self, rows: Iterable[PlanRow]) -> int:
        """Add the URLs that are not planned yet in this look; return how many were new. Durable when this returns."""
        return len(self.plan_rows(rows))

    def plan_rows(self, rows: Iterable[PlanRow], key: Callable[[PlanRow], str] | None = None) -> list[PlanRow]:
        """Add rows as `plan` does and return the new ones with their numbers; `key` says what makes two rows one."""
        wanted = list(rows)
        if not wanted:
            return []
        self._refuse_if_sealed()
        with self._plan.lock():
            self._read_plan()
            new: list[PlanRow] = []
            for row in wanted:
                digest = _digest(key(row) if key else _row_key(row))
                if digest in self._keys:
                    continue
                self._keys.add(digest)
                new.append(row.model_copy(update={"number": len(self._rows) + len(new) + 1}))
            if new:
                lines = [
                    row.model_dump(mode="json") | {"key": _digest(key(row) if key else _row_key(row)).hex()}
                    for row in new
                ]
                self._plan.append(lines)
                self._read_plan()
            return new

    def pending(self) -> Iterator[PlanRow]:
        """Yield the planned rows that have not ended, in plan order."""
        self._read_ledger()
        for _, _, row in self._plan.read():
            if row["number"] not in self._ended:
                yield _plan_row(row)

    def is_planned(self, row: PlanRow) -> bool:
        """Return whether the row's URL is planned already in its look."""
        self._read_plan()
        return _digest(_row_key(row)) in self._keys

    def planned(self) -> Iterator[PlanRow]:
        """Yield every planned row, in plan order."""
        for _, _, row in self._plan.read():
            yield _plan_row(row)

    def counts(self) -> dict[str, int]:
        """Return how many URLs were planned, are pending, and ended as each outcome."""
        self._read_ledger()
        self._read_plan()
        planned = len(self._rows)
        ended: dict[str, int] = {outcome: self._outcomes[outcome] for outcome in OUTCOMES}
        return {"planned": planned, "pending": planned - len(self._ended), **ended}

    def worked_seconds(self, look: int) -> float:
        """Return how long the sweep has been capturing in this look, however many runs that took."""
        total, last = 0.0, None
        for visit in self.visits():
            if visit.look != look or visit.ended_at is None:
                continue
            if last is not None:
                total += min(max((visit.ended_at - last).total_seconds(), 0.0), _LONGEST_PAUSE_SECONDS)
            last = visit.ended_at
        return total

    # Reading back

    def visits(self) -> Iterator[Visit]:
        """Yield every planned URL that has ended, in the order they ended."""
        for _, _, line in self._ledger.read():
            ending = _ending(line)
            yield _visit(self._row(ending.number), ending)

    def pages(self, after: int = 0) -> Iterator[tuple[int, RawPage]]:
        """Yield (capture number, page) of captures kept or gated, in the order they were kept, from `after` + 1 on.

        A second address of an item that the site itself files under another one is not among them, nor are pictures.
        """
        number, offset = self._page_mark if self._page_mark[0] <= after else (0, 0)
        for _, following, line in self._ledger.read(offset):
            if _is_readable(line) and self._row(line["number"]).reason != IMAGE:
                number += 1
                if number > after:
                    yield number, self._page(_ending(line))
            if number <= after:
                self._page_mark = (number, following)

    def images(self) -> Iterator[tuple[str, RawPage]]:
        """Yield (planned address, answer) of the pictures kept for their text, in the order they were kept."""
        for _, _, line in self._ledger.read():
            if line["outcome"] == "kept" and _is_readable(line) and (row := self._row(line["number"])).reason == IMAGE:
                yield row.url, self._page(_ending(line))

    def page(self, capture_sha256: str) -> RawPage | None:
        """Return the page whose body has this hash."""
        self._read_ledger()
        offset = self._captures.get(bytes.fromhex(capture_sha256))
        return None if offset is None else self._page(_ending(self._ledger.at(offset)))

    # Sealing

    def seal(self, clock: Clock) -> dict[str, Any]:
        """Write the manifest over every file and add it to the chain; sealing twice changes nothing."""
        path = self.capture_path / _MANIFEST
        with self.claimed():
            if not path.exists():
                self._check_sum()
                cut_torn_tails(self.capture_path)
                manifest = {
                    "sweep": self.id,
                    "sealed_at": clock().astimezone(UTC).isoformat(),
                    "counts": self.counts(),
                    "files": [
                        {"path": name, "size": file.stat().st_size, "sha256": file_hash(file)}
                        for name, file in self._files()
                    ],
                }
                write_whole(path, manifest)
            sealed = _read_json(path)
            append_link(self.data, sweep=self.id, manifest=file_hash(path), sealed_at=sealed["sealed_at"])
        self._sealed = True
        return sealed

    def verify(self) -> list[str]:
        """Return what is wrong with a sealed sweep, one line each: changed, missing or added files, wrong sums."""
        path = self.capture_path / _MANIFEST
        if not path.exists():
            return [f"{self.id}：尚未封存"]
        problems = []
        chained = chained_manifest(self.data, self.id)
        if chained is None:
            problems.append(f"{self.id}：不在哈希链中")
        elif chained != file_hash(path):
            problems.append(f"{self.id}：manifest.json 与哈希链中记下的不是同一份")
        try:
            listed = {entry["path"]: entry for entry in _read_json(path)["files"]}
        except (CaptureError, KeyError, TypeError) as error:
            return [*problems, f"{self.id}：manifest.json 无法读取：{error}"]
        present = dict(self._files())
        problems += [f"{self.id}：{name} 不见了" for name in sorted(listed.keys() - present.keys())]
        problems += [f"{self.id}：{name} 不在封存清单中" for name in sorted(present.keys() - listed.keys())]
        for name in sorted(listed.keys() & present.keys()):
            file = present[name]
            if file.stat().st_size != listed[name]["size"] or file_hash(file) != listed[name]["sha256"]:
                problems.append(f"{self.id}：{name} 在封存之后被改动")
        return problems

    # Capturing

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the sweep for one capturing process. Raises CaptureError while another has it."""
        with claim(self.path / "capture.lock", f"{self.path}：另一个进程正在采集"):
            yield

    def wait_until_free(self, seconds: float, waiting: Callable[[], None]) -> None:
        """Wait for a capture that is ending; `waiting` is told when there is one. Raises CaptureError after so long."""
        refusal = f"{self.path}：另一个进程正在采集"
        with claim_in_time(self.path / "capture.lock", refusal, seconds=seconds, waiting=waiting):
            pass

    @contextmanager
    def worked_on(self) -> Iterator[None]:
        """Hold the sweep for one process that runs its stages. Raises CaptureError while another does."""
        with claim(self.path / "stages.lock", f"{self.id}：另一个进程正在处理这次采集，请等它结束"):
            yield

    @contextmanager
    def capturing(self, clock: Clock) -> Iterator["CaptureWriter"]:
        """Give what ends planned URLs; cuts off first what a crash left unfinished."""
        with self.claimed():
            self._refuse_if_sealed()
            cut = cut_torn_tails(self.capture_path)
            if cut:
                found_at = clock().isoformat()
                Journal(self.capture_path / "repairs.jsonl").append(
                    [{"file": name, "kept": kept, "cut": lost, "found_at": found_at} for name, kept, lost in cut]
                )
            writer = CaptureWriter(self, clock)
            try:
                yield writer
            finally:
                writer.close()

    def add_ending(self, ending: Ending) -> None:
        """Write one ledger line; only a CaptureWriter calls this, after everything it refers to is durable."""
        self._read_ledger()
        if ending.number in self._ended:
            raise CaptureError(f"{self.path}：计划的第 {ending.number} 个网址已有结果")
        self._ledger.append([ending.model_dump(mode="json", exclude_defaults=True)])
        self._read_ledger()

    def has_ended(self, number: int) -> bool:
        """Return whether a planned URL has ended."""
        self._read_ledger()
        return number in self._ended

    # Inside

    def _load_spec(self) -> SweepSpec:
        path = self.capture_path / "sweep.json"
        if not path.exists():
            raise CaptureError(f"{self.path}：没有这次采集")
        try:
            return SweepSpec.model_validate(_read_json(path))
        except ValidationError as error:
            raise CaptureError(f"{path}：{fault(error)}") from error

    def _refuse_if_sealed(self) -> None:
        if self.closing:
            raise CaptureError(f"{self.path}：采集已封存")

    def _read_plan(self) -> None:
        for offset, following, row in self._plan.read(self._plan_read):
            self._rows.append(offset)
            self._keys.add(bytes.fromhex(row["key"]))
            self._plan_read = following

    def _read_ledger(self) -> None:
        for offset, following, line in self._ledger.read(self._ledger_read):
            self._ended[line["number"]] = offset
            self._outcomes[cast(Outcome, line["outcome"])] += 1
            if capture := line.get("capture"):
                self._captures.setdefault(bytes.fromhex(capture), offset)
            self._ledger_read = following

    def _row(self, number: int) -> PlanRow:
        if number > len(self._rows):
            self._read_plan()
        if not 1 <= number <= len(self._rows):
            raise CaptureError(f"{self.path}：台账中的第 {number} 个网址不在计划中")
        return _plan_row(self._plan.at(self._rows[number - 1]))

    def _page(self, ending: Ending) -> RawPage:
        row = self._row(ending.number)
        if ending.file is None or ending.capture is None:
            raise CaptureError(f"{self.path}：第 {ending.number} 个网址没有取证内容")
        body, fragments = read_block(self.capture_path / ending.file, ending.offset, ending.length)
        return RawPage(
            platform=row.platform,
            url=row.url,
            url_source=ending.url_source,
            final_url=ending.final_url,
            expected_kind=row.kind,
            captured_at=ending.captured_at,
            sha256=ending.capture,
            body=body,
            content_type=ending.content_type,
            status=ending.status,
            fetched=ending.fetched,
            gate=ending.gate,
            complete=ending.complete,
            rendered=ending.rendered,
            fragments=fragments,
            look=row.look,
            screenshot=ending.screenshot,
        )

    def _files(self) -> Iterator[tuple[str, Path]]:
        for path in sorted(self.capture_path.rglob("*")):
            name = path.relative_to(self.capture_path).as_posix()
            if path.is_file() and name != _MANIFEST and not name.endswith(".part"):
                yield name, path

    def _check_sum(self) -> None:
        counts = self.counts()
        ended = sum(counts[outcome] for outcome in OUTCOMES)
        if counts["pending"] or ended != counts["planned"]:
            raise CaptureError(f"{self.path}：计划 {counts['planned']} 个，结束 {ended} 个；请先续跑采集")


class CaptureWriter:
    """Ends planned URLs: first the capture is durable, then the ledger line that points to it."""

    def __init__(self, folder: SweepFolder, clock: Clock) -> None:
        self.folder = folder
        self._clock = clock
        self._warc = WarcAppender(folder.capture_path)

    def end(
        self,
        row: PlanRow,
        outcome: Outcome,
        exchange: Exchange | None = None,
        *,
        gate: Gate = "none",
        note: str | None = None,
        shop: str | None = None,
        status: int | None = None,
        final_url: str | None = None,
        same_as: str | None = None,
    ) -> Ending:
        """Record how a planned URL ended, with its capture where there is one."""
        if self.folder.has_ended(row.number):
            raise CaptureError(f"{self.folder.path}：计划的第 {row.number} 个网址已有结果")
        now = self._clock()
        ending = Ending(
            number=row.number, outcome=outcome, gate=gate, note=note, status=status, final_url=final_url,
            ended_at=now, shop=shop if shop != row.shop else None, same_as=same_as,
        )  # fmt: skip
        if exchange is not None:
            ending = ending.model_copy(update=self._keep(row, exchange, now))
        self.folder.add_ending(ending)
        return ending

    def note_offsite(self, rows: Iterable[dict[str, str]]) -> None:
        """Record links that lead off the site: they are never followed."""
        wanted = list(rows)
        if wanted:
            Journal(self.folder.capture_path / "offsite.jsonl").append(wanted)

    def close(self) -> None:
        """Close the open WARC file."""
        self._warc.close()

    def _keep(self, row: PlanRow, exchange: Exchange, now: datetime) -> dict[str, Any]:
        capture = hashlib.sha256(exchange.body).hexdigest()
        screenshot = None
        if exchange.screenshot is not None:
            screenshot = f"capture/screenshots/{row.number:06d}-look{row.look}.jpg"
            _write_durable(self.folder.path / screenshot, exchange.screenshot)
        block = self._warc.append(exchange, written_at=now, screenshot=screenshot)
        return {
            "capture": capture,
            "captured_at": exchange.captured_at,
            "status": exchange.status,
            "final_url": exchange.final_url,
            "file": block.file,
            "offset": block.offset,
            "length": block.length,
            "content_type": exchange.content_type,
            "fetched": exchange.fetched,
            "url_source": exchange.url_source,
            "complete": exchange.complete,
            "rendered": exchange.rendered,
            "screenshot": screenshot,
        }


def list_sweeps(data: Path) -> list[SweepFolder]:
    """Return every sweep of a data folder in the order of what they observed."""
    folders = [
        SweepFolder(data, path.parent.parent.name) for path in sorted((data / "sweeps").glob("*/capture/sweep.json"))
    ]
    return sorted(folders, key=lambda folder: (folder.observed_at, folder.id))


def verify_chain(data: Path) -> list[str]:
    """Return what is wrong with the chain of a data folder and with every sweep in it, one line each."""
    problems = verify_links(data)
    present: set[str] = set()
    for path in sorted((data / "sweeps").glob(f"*/capture/{_MANIFEST}")):
        present.add(path.parent.parent.name)
        try:
            problems += SweepFolder(data, path.parent.parent.name).verify()
        except CaptureError as error:
            problems.append(str(error))
    chained = [row["sweep"] for _, _, row in chain_of(data).read()]
    problems += [f"{sweep}：在哈希链中，但文件夹或封存清单不见了" for sweep in chained if sweep not in present]
    return problems


def _plan_row(row: dict[str, Any]) -> PlanRow:
    return PlanRow.model_validate({name: value for name, value in row.items() if name != "key"})


def _ending(line: dict[str, Any]) -> Ending:
    return Ending.model_validate(line)


def _is_readable(line: dict[str, Any]) -> bool:
    """Return whether a ledger line has a capture of its own."""
    return line["outcome"] in _READABLE and bool(line.get("capture")) and not line.get("same_as")


def _visit(row: PlanRow, ending: Ending) -> Visit:
    return Visit(
        number=row.number,
        url=row.url,
        platform=row.platform,
        kind=row.kind,
        look=row.look,
        reason=row.reason,
        item_id=row.item_id,
        shop=ending.shop or row.shop,
        outcome=ending.outcome,
        gate=ending.gate,
        status=ending.status,
        ended_at=ending.captured_at if ending.fetched == "imported" and ending.capture else ending.ended_at,
        capture=ending.capture,
        final_url=ending.final_url,
        note=ending.note,
    )


def _row_key(row: PlanRow) -> str:
    try:
        return f"{row.look} {comparison_key(row.url)}"
    except ValueError:
        # No address at all: it is planned as it stands, and ends as failed.
        return f"{row.look} {row.url}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def _plain_name(name: str) -> str:
    plain = "".join(character if character in _NAME_CHARACTERS else "-" for character in name.lower()).strip("-")
    return plain or "sweep"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaptureError(f"{path}：{error}") from error
    if not isinstance(value, dict):
        raise CaptureError(f"{path}：不是一组字段")
    return value


def _write_durable(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
