"""The tables of the office database and how times and lists are kept in them."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA_VERSION = 1
"""Raised with every change of a table; a database of another version is refused, never guessed at."""


class UtcTime(TypeDecorator[datetime]):
    """An aware moment as fixed-width ISO 8601 in UTC: sorts as text, reads the same in every engine."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as readable UTF-8 text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


metadata = MetaData()

schema = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("finding_id", String(128), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("reviews_of_finding", "finding_id", "number"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("platform", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("shop", Text),
    Column("reason", Text, nullable=False),
    Column("images", JsonText, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("sweep_id", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("closed_by", Text),
    Column("closed_at", UtcTime),
    Index("tasks_by_state", "state", "kind", "since"),
)

draws = Table(
    "draws",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("seed", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("options", JsonText, nullable=False),
    Column("frame_hash", String(64), nullable=False),
    Column("frame", LargeBinary, nullable=False),
    Column("frame_rows", Integer, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("files", JsonText, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String(128), nullable=False),
    Column("scheduled_at", UtcTime, nullable=False),
    Column("pid", Integer),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("sweep_id", Text),
    Column("message", Text),
    UniqueConstraint("name", "scheduled_at", name="one_run_for_each_time"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text),
    Index("audit_by_subject", "subject", "number"),
)
