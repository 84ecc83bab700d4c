"""The office database: what people decided, what waits for a person, what was drawn, and the clock's claims.

Small and transactional; SQLite by default, PostgreSQL by URL. Nothing in it can be rebuilt from captures, so it is what
gets backed up; an index rebuild loses no decision.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, create_engine, event, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from app.office.records import AuditEntry, Draw, NewDraw, NewTask, Review, Run, Task, TaskKind, TaskState, Verdict
from app.office.tables import SCHEMA_VERSION, audit, draws, metadata, reviews, runs, schema, tasks
from config.errors import OfficeError

BUSY_SECONDS = 20
"""How long a SQLite writer waits for another process's transaction; ours last milliseconds."""
SCHEMA_LOCK = 4_711
"""Any number, the same in every process."""
CHUNK = 500
"""Values in one IN list, below every engine's bound."""


class Office:
    """One office's database. Safe for several threads and processes; close it when done."""

    def __init__(self, url: str, *, evidence_days: int = 30) -> None:
        """Open, and create on first use. Raises OfficeError when it is away or of another schema version.

        A page saved by hand counts as seen for `evidence_days`.
        """
        self._evidence_age = timedelta(days=evidence_days)
        try:
            self._engine = _open(url)
        except ImportError as error:
            raise OfficeError(
                f"业务库 {_shown(url)}：没有安装数据库驱动 {error.name or error}；"
                "请先运行 .venv/bin/python -m pip install 'psycopg[binary]'"
            ) from error
        except (ArgumentError, NoSuchModuleError) as error:
            raise OfficeError(f"业务库 {_shown(url)}：不是 SQLite 或 PostgreSQL 的地址（SQLAlchemy URL）") from error
        except (SQLAlchemyError, OSError) as error:
            raise OfficeError(f"业务库 {_shown(url)}：{_first_line(error)}") from error
        self._reading = self._engine.execution_options(reading=True)
        self._shown = _shown(url)
        try:
            self._prepare()
        except OfficeError:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Release every connection."""
        self._engine.dispose()

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reviews

    def review(self, finding_id: str, verdict: Verdict, *, reason: str, name: str, at: datetime) -> Review:
        """Keep one decision and its line in the audit log; the latest decision about a finding is in force."""
        if not reason.strip() or not name.strip():
            raise OfficeError(f"线索 {finding_id}：处理意见须有理由和姓名")
        row = {"finding_id": finding_id, "verdict": verdict, "reason": reason.strip(), "name": name.strip(), "at": at}
        with self._transaction() as connection:
            number = connection.execute(insert(reviews).values(**row)).inserted_primary_key
            _log(
                connection, who=name.strip(), what=f"review.{verdict}", at=at, subject=finding_id, detail=reason.strip()
            )
        assert number is not None
        return Review(number=number[0], **row)

    def review_history(self, finding_id: str) -> list[Review]:
        """Return every decision about one finding, newest first."""
        query = select(reviews).where(reviews.c.finding_id == finding_id).order_by(reviews.c.number.desc())
        return [Review(**_mapping(row)) for row in self._rows(query)]

    def reviews_of(self, finding_ids: Iterable[str]) -> dict[str, Review]:
        """Return the decision in force of each finding that has one."""
        found: dict[str, Review] = {}
        for chunk in _chunks(sorted(set(finding_ids))):
            latest = (
                select(func.max(reviews.c.number)).where(reviews.c.finding_id.in_(chunk)).group_by(reviews.c.finding_id)
            )
            for row in self._rows(select(reviews).where(reviews.c.number.in_(latest))):
                found[row.finding_id] = Review(**_mapping(row))
        return found

    def latest_reviews(self) -> Iterator[Review]:
        """Yield the decision in force of every reviewed finding, by finding id; for a rebuild of the index."""
        latest = select(func.max(reviews.c.number)).group_by(reviews.c.finding_id)
        query = select(reviews).where(reviews.c.number.in_(latest)).order_by(reviews.c.finding_id)
        for row in self._rows(query):
            yield Review(**_mapping(row))

    # Tasks

    def add_tasks(self, new: Iterable[NewTask]) -> int:
        """Keep tasks that are not there yet and bring open ones up to date; return how many are newly open.

        A done task is opened again only by a later observation that asks for something new (a word, a link, an image),
        or of a page whose saved copy has grown old.
        """
        opened = 0
        with self._transaction() as connection:
            for task in new:
                opened += self._add_task(connection, task)
        return opened

    def _add_task(self, connection: Connection, task: NewTask) -> int:
        identifier = task_id(task.kind, task.url)
        row = {**task.model_dump(), "id": identifier, "images": list(task.images), "state": "open"}
        # What comes back says whether a row was added: not every driver counts rows of such an insert.
        adding = _insert(connection, tasks).values(**row).on_conflict_do_nothing(index_elements=["id"])
        if connection.execute(adding.returning(tasks.c.id)).first():
            return 1
        same = tasks.c.id == identifier
        fresh = {"reason": task.reason, "images": list(task.images), "shop": task.shop, "sweep_id": task.sweep_id}
        connection.execute(
            update(tasks).where(same, tasks.c.state == "open", tasks.c.since <= task.since).values(**fresh)
        )
        kept = Task(**_mapping(connection.execute(select(tasks).where(same)).one()))
        if not self._is_due_again(kept, task):
            return 0
        reopened = {"state": "open", "since": task.since, "closed_by": None, "closed_at": None}
        again = update(tasks).where(same, tasks.c.state == "done")
        return connection.execute(again.values(**fresh, **reopened)).rowcount

    def _is_due_again(self, done: Task, task: NewTask) -> bool:
        if done.state != "done" or done.closed_at is None or task.since <= done.closed_at:
            return False
        is_old = task.kind == "evidence" and task.since >= done.closed_at + self._evidence_age
        return is_old or not task.asks_for <= done.asks_for

    def tasks(
        self, *, kind: TaskKind | None = None, state: TaskState | None = "open", size: int = 200, offset: int = 0
    ) -> list[Task]:
        """Return tasks, oldest first."""
        query = select(tasks).order_by(tasks.c.since, tasks.c.id).limit(size).offset(offset)
        query = query if kind is None else query.where(tasks.c.kind == kind)
        query = query if state is None else query.where(tasks.c.state == state)
        return [Task(**_mapping(row)) for row in self._rows(query)]

    def task(self, identifier: str) -> Task | None:
        """Return one task."""
        found = self._rows(select(tasks).where(tasks.c.id == identifier))
        return Task(**_mapping(found[0])) if found else None

    def count_tasks(self, state: TaskState = "open") -> dict[TaskKind, int]:
        """Return how many tasks of each kind are in a state."""
        query = select(tasks.c.kind, func.count().label("tasks")).where(tasks.c.state == state).group_by(tasks.c.kind)
        counted = {row.kind: row.tasks for row in self._rows(query)}
        return {"evidence": counted.get("evidence", 0), "images": counted.get("images", 0)}

    def close_task(self, identifier: str, *, by: str, at: datetime) -> bool:
        """Mark one task done; False when it is unknown or was done before."""
        with self._transaction() as connection:
            closing = update(tasks).where(tasks.c.id == identifier, tasks.c.state == "open")
            closed = connection.execute(closing.values(state="done", closed_by=by, closed_at=at)).rowcount == 1
            if closed:
                _log(connection, who=by, what="task.close", at=at, subject=identifier)
        return closed

    def close_imported(self, urls: Iterable[str], *, by: str, at: datetime) -> int:
        """Close the evidence tasks whose page was imported; returns how many were open."""
        return sum(self.close_task(task_id("evidence", url), by=by, at=at) for url in dict.fromkeys(urls))

    # Draws

    def keep_draw(self, draw: NewDraw, frame: Iterable[Mapping[str, Any]]) -> Draw:
        """Keep a draw with its whole frame, compressed; the same id with another frame is refused."""
        lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in frame]
        packed = zlib.compress("\n".join(lines).encode())
        row = {**draw.model_dump(), "files": list(draw.files), "frame": packed, "frame_rows": len(lines)}
        try:
            with self._transaction() as connection:
                connection.execute(insert(draws).values(**row))
                _log(connection, who=draw.by, what="draw", at=draw.at, subject=draw.id, detail=f"seed {draw.seed}")
        except OfficeError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            kept = self.draw(draw.id)
            if kept is None or kept.frame_hash != draw.frame_hash:
                raise OfficeError(f"抽样 {draw.id}：已按另一个总体保存过") from error
            return kept
        return Draw(**draw.model_dump(), frame_rows=len(lines))

    def draws(self) -> list[Draw]:
        """Return every draw without its frame, newest first."""
        query = select(*_draw_columns()).order_by(draws.c.at.desc(), draws.c.id)
        return [Draw(**_mapping(row)) for row in self._rows(query)]

    def draw(self, identifier: str) -> Draw | None:
        """Return one draw without its frame."""
        found = self._rows(select(*_draw_columns()).where(draws.c.id == identifier))
        return Draw(**_mapping(found[0])) if found else None

    def draw_frame(self, identifier: str) -> list[dict[str, Any]]:
        """Return the frame a draw was made from, row by row as it was kept."""
        found = self._rows(select(draws.c.frame).where(draws.c.id == identifier))
        if not found:
            raise OfficeError(f"抽样 {identifier}：业务库中没有")
        return [json.loads(line) for line in zlib.decompress(found[0].frame).decode().split("\n") if line]

    # Runs of the clock

    def claim_run(self, name: str, scheduled_at: datetime, pid: int, now: datetime) -> bool:
        """Take one scheduled run; False when another scheduler has it. The unique row decides, not the clock."""
        return self._new_run(name, scheduled_at, pid=pid, status="running", attempts=1, started_at=now)

    def miss_run(self, name: str, scheduled_at: datetime, now: datetime, message: str) -> bool:
        """Keep that a scheduled run did not take place (off, or the one before still running)."""
        return self._new_run(name, scheduled_at, pid=None, status="missed", attempts=0, ended_at=now, message=message)

    def _new_run(self, name: str, scheduled_at: datetime, **values: Any) -> bool:
        with self._transaction() as connection:
            adding = _insert(connection, runs).values(name=name, scheduled_at=scheduled_at, **values)
            adding = adding.on_conflict_do_nothing(index_elements=["name", "scheduled_at"])
            return connection.execute(adding.returning(runs.c.number)).first() is not None

    def retake_run(self, name: str, scheduled_at: datetime, *, dead_pid: int | None, pid: int, now: datetime) -> bool:
        """Take over a running run whose process died, counting the attempt; False when another scheduler was first."""
        mine = (runs.c.name == name, runs.c.scheduled_at == scheduled_at, runs.c.status == "running")
        taking = update(runs).where(*mine, runs.c.pid == dead_pid)
        with self._transaction() as connection:
            return (
                connection.execute(taking.values(pid=pid, started_at=now, attempts=runs.c.attempts + 1)).rowcount == 1
            )

    def note_run(
        self, name: str, scheduled_at: datetime, *, pid: int | None = None, sweep_id: str | None = None
    ) -> None:
        """Keep the child process and the sweep a run works on, once known."""
        values: dict[str, Any] = {}
        if pid is not None:
            values["pid"] = pid
        if sweep_id is not None:
            values["sweep_id"] = sweep_id
        self._change_run(name, scheduled_at, values)

    def finish_run(
        self, name: str, scheduled_at: datetime, *, now: datetime, failed: bool = False, message: str | None = None
    ) -> None:
        """Close a run, as finished or as failed with the reason."""
        status = "failed" if failed else "finished"
        self._change_run(name, scheduled_at, {"status": status, "ended_at": now, "message": message})

    def _change_run(self, name: str, scheduled_at: datetime, values: dict[str, Any]) -> None:
        if not values:
            return
        changing = update(runs).where(runs.c.name == name, runs.c.scheduled_at == scheduled_at)
        with self._transaction() as connection:
            if connection.execute(changing.values(**values)).rowcount != 1:
                raise OfficeError(f"定时采集 {name} {scheduled_at.isoformat()}：没有登记过这次运行")

    def list_runs(self, name: str | None = None, *, status: str | None = None, size: int = 50) -> list[Run]:
        """Return runs, the latest scheduled first."""
        query = select(runs).order_by(runs.c.scheduled_at.desc(), runs.c.name).limit(size)
        query = query if name is None else query.where(runs.c.name == name)
        query = query if status is None else query.where(runs.c.status == status)
        return [_run(row) for row in self._rows(query)]

    def stale_runs(self, alive: Callable[[int], bool]) -> list[Run]:
        """Return runs that are marked running although their process is gone; `alive` asks this machine."""
        running = self._rows(select(runs).where(runs.c.status == "running").order_by(runs.c.scheduled_at))
        return [_run(row) for row in running if row.pid is None or not alive(row.pid)]

    # Audit log

    def log(self, *, who: str, what: str, at: datetime, subject: str, detail: str | None = None) -> None:
        """Add one line to the audit log."""
        with self._transaction() as connection:
            _log(connection, who=who, what=what, at=at, subject=subject, detail=detail)

    def audit_log(self, *, subject: str | None = None, size: int = 100) -> list[AuditEntry]:
        """Return the log, newest first."""
        query = select(audit).order_by(audit.c.number.desc()).limit(size)
        query = query if subject is None else query.where(audit.c.subject == subject)
        return [AuditEntry(**_mapping(row)) for row in self._rows(query)]

    # Inside

    def _prepare(self) -> None:
        with self._transaction() as connection:
            if connection.dialect.name == "postgresql":
                # Two processes may open a new database at once; SQLite's transaction holds the file already.
                connection.execute(select(func.pg_advisory_xact_lock(SCHEMA_LOCK)))
            if not self._engine.dialect.has_table(connection, schema.name):
                metadata.create_all(connection)
            adding = _insert(connection, schema).values(version=SCHEMA_VERSION)
            found = list(connection.execute(select(schema.c.version)).scalars())
            if not found:
                connection.execute(adding.on_conflict_do_nothing())
            elif found != [SCHEMA_VERSION]:
                raise OfficeError(f"业务库 {self._shown}：结构版本是 {found[-1]}，本程序需要 {SCHEMA_VERSION}")

    def _rows(self, query: Any) -> Sequence[Any]:
        with self._transaction(self._reading) as connection:
            return connection.execute(query).all()

    @contextmanager
    def _transaction(self, engine: Engine | None = None) -> Iterator[Connection]:
        try:
            with (engine or self._engine).begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise OfficeError(f"业务库 {self._shown}：{_first_line(error)}") from error


def task_id(kind: TaskKind, url: str) -> str:
    """Return the identity of a task: the same kind of work on the same URL is one task."""
    return hashlib.sha256(f"{kind}\n{url}".encode()).hexdigest()[:32]


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ArgumentError(parsed.drivername)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling begins late and would let two writers deadlock: we send BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once and waits for it in BUSY_SECONDS; a reader sees one moment and waits for nobody.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that knows ON CONFLICT, in the engine's own form."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _log(connection: Connection, *, who: str, what: str, at: datetime, subject: str, detail: str | None = None) -> None:
    connection.execute(insert(audit).values(who=who, what=what, at=at, subject=subject, detail=detail))


def _draw_columns() -> list[Any]:
    return [column for column in draws.c if column.name != "frame"]


def _run(row: Row[Any]) -> Run:
    values = _mapping(row)
    del values["number"]
    return Run(**values)


def _mapping(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _shown(url: str) -> str:
    """Return the URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "office_url"


def _first_line(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
