"""A checked query put to the tables of the embedded store, in SQL."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from index.contract import Answer, Hit, Query
from index.fields import CODES, ID, Field
from index.plan import Choice, Clause, Plan, Span, write_cursor
from index.stores.sqlite_tables import Tables, day_column

Sql = tuple[str, list[Any]]
"""A piece of SQL and the values of its question marks."""

_CHUNK = 500


def answer(connection: sqlite3.Connection, tables: Tables, query: Query, plan: Plan) -> Answer:
    """Answer inside the caller's read transaction."""
    condition, values = _condition(tables, plan)
    connection.execute("CREATE TEMP TABLE hits (n INTEGER PRIMARY KEY)")
    connection.execute(f"INSERT INTO hits SELECT d.n FROM {tables.main} d WHERE {condition}", values)  # noqa: S608
    total = connection.execute("SELECT count(*) FROM temp.hits").fetchone()[0]
    rows = _page(connection, tables, plan) if plan.size and total else []
    bodies = tables.bodies(connection, (row[0] for row in rows))
    more = plan.sort and plan.size and len(rows) == plan.size
    return Answer(
        total=total,
        hits=tuple(Hit(id=row[1], document=bodies[row[0]]) for row in rows),
        facets={field.name: _facet(connection, tables, field, plan.facet_size) for field in plan.facets},
        histogram=_histogram(connection, tables, plan.histogram) if plan.histogram else (),
        after=write_cursor(query, (*rows[-1][2:], rows[-1][1])) if more else None,
    )


def every_hit(connection: sqlite3.Connection, tables: Tables, plan: Plan) -> Iterator[Hit]:
    """Yield every hit in order, inside the caller's read transaction."""
    condition, values = _condition(tables, plan)
    rows = connection.execute(
        f"SELECT d.n, d.id FROM {tables.main} d WHERE {condition} ORDER BY {_order(plan)}",  # noqa: S608
        values,
    )
    while chunk := rows.fetchmany(_CHUNK):
        bodies = tables.bodies(connection, (n for n, _ in chunk))
        for n, identifier in chunk:
            yield Hit(id=identifier, document=bodies[n])


def _page(connection: sqlite3.Connection, tables: Tables, plan: Plan) -> list[tuple[Any, ...]]:
    """Return row number, id and sort values of the hits asked for."""
    matched = _match([clause for clause in plan.clauses if clause.code is None])
    picked = ", ".join(["d.n", "d.id", *(f'd."{field.name}"' for field, _ in plan.sort)])
    if matched and not plan.sort:
        # The joined full-text table gives the order by relevance.
        statement = (
            f"SELECT {picked} FROM {tables.words} w JOIN temp.hits h ON h.n = w.rowid "  # noqa: S608
            f"JOIN {tables.main} d ON d.n = h.n WHERE w.words MATCH ? ORDER BY w.rank, d.id LIMIT ? OFFSET ?"
        )
        return connection.execute(statement, (matched, plan.size, plan.offset)).fetchall()
    later, values = _after(plan)
    statement = (
        f"SELECT {picked} FROM temp.hits h CROSS JOIN {tables.main} d ON d.n = h.n WHERE {later} "  # noqa: S608
        f"ORDER BY {_order(plan)} LIMIT ? OFFSET ?"
    )
    return connection.execute(statement, (*values, plan.size, plan.offset)).fetchall()


def _facet(connection: sqlite3.Connection, tables: Tables, field: Field, size: int) -> tuple[tuple[str, int], ...]:
    if field.many:
        statement = (
            f"SELECT m.value, count(*) FROM temp.hits h CROSS JOIN {tables.many} m ON m.n = h.n "  # noqa: S608
            "WHERE m.field = ? GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
        )
        return tuple(connection.execute(statement, (field.name, size)))
    statement = (
        f'SELECT d."{field.name}", count(*) FROM temp.hits h CROSS JOIN {tables.main} d ON d.n = h.n '  # noqa: S608
        f'WHERE d."{field.name}" IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?'
    )
    rows = connection.execute(statement, (size,))
    if field.type == "bool":
        return tuple(("true" if value else "false", count) for value, count in rows)
    return tuple(rows)


def _histogram(connection: sqlite3.Connection, tables: Tables, field: Field) -> tuple[tuple[str, int], ...]:
    column = f'd."{day_column(field)}"'
    statement = (
        f"SELECT {column}, count(*) FROM temp.hits h CROSS JOIN {tables.main} d ON d.n = h.n "  # noqa: S608
        f"WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    return tuple(connection.execute(statement))


def _condition(tables: Tables, plan: Plan) -> Sql:
    pieces = [
        *_clauses(tables, plan.clauses),
        *(_choice(tables, choice) for choice in plan.filters),
        *(_refusal(tables, choice) for choice in plan.excludes),
        *(_span(span) for span in plan.spans),
    ]
    return " AND ".join(sql for sql, _ in pieces) or "1", [value for _, values in pieces for value in values]


def _match(clauses: list[Clause]) -> str:
    """Return the full-text expression that all these phrases stand in. Tokens hold no quotation marks."""
    return " AND ".join(f'"{" ".join(clause.phrase)}"' for clause in clauses)


def _clauses(tables: Tables, clauses: tuple[Clause, ...]) -> Iterator[Sql]:
    spoken = f"d.n IN (SELECT rowid FROM {tables.words} WHERE words MATCH ?)"  # noqa: S608
    coded = f"d.n IN (SELECT n FROM {tables.many} WHERE field = ? AND value = ?)"  # noqa: S608
    if plain := [clause for clause in clauses if clause.code is None]:
        yield spoken, [_match(plain)]
    for clause in clauses:
        if clause.code is None:
            continue
        if clause.phrase:
            yield f"({coded} OR {spoken})", [CODES, clause.code, _match([clause])]
        else:
            yield coded, [CODES, clause.code]


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))


def _choice(tables: Tables, choice: Choice) -> Sql:
    if choice.field.many:
        inner = f"SELECT n FROM {tables.many} WHERE field = ? AND value IN ({_marks(choice.values)})"  # noqa: S608
        return f"d.n IN ({inner})", [choice.field.name, *choice.values]
    return f'd."{choice.field.name}" IN ({_marks(choice.values)})', list(choice.values)


def _refusal(tables: Tables, choice: Choice) -> Sql:
    sql, values = _choice(tables, choice)
    if choice.field.many:
        return f"NOT {sql}", values
    return f'(d."{choice.field.name}" IS NULL OR NOT {sql})', values


def _span(span: Span) -> Sql:
    column = f'd."{span.field.name}"'
    bounds = [(sign, value) for sign, value in ((">=", span.low), ("<=", span.high)) if value is not None]
    sql = " AND ".join([f"{column} IS NOT NULL", *(f"{column} {sign} ?" for sign, _ in bounds)])
    return sql, [value for _, value in bounds]


def _order(plan: Plan) -> str:
    """Return the explicit order: what has no value comes last either way, the id decides between equals."""
    parts = [f'd."{field.name}" IS NULL, d."{field.name}" {direction.upper()}' for field, direction in plan.sort]
    return ", ".join([*parts, f"d.{ID}"])


def _after(plan: Plan) -> Sql:
    """Return the condition for what follows the cursor in that order."""
    if plan.after is None:
        return "1", []
    *last, identifier = plan.after
    same: list[str] = []
    same_values: list[Any] = []
    ways: list[Sql] = []
    for (field, direction), value in zip(plan.sort, last, strict=True):
        column = f'd."{field.name}"'
        if value is not None:
            sign = ">" if direction == "asc" else "<"
            ways.append((" AND ".join([*same, f"({column} {sign} ? OR {column} IS NULL)"]), [*same_values, value]))
        same.append(f"{column} IS ?")
        same_values.append(value)
    ways.append((" AND ".join([*same, f"d.{ID} > ?"]), [*same_values, identifier]))
    return "(" + " OR ".join(sql for sql, _ in ways) + ")", [value for _, values in ways for value in values]
