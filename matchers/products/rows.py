"""`goodswatch classify` row by row: JSON lines in, one answer or error a row out."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from config.errors import InputRejected
from config.faults import json_fault
from matchers.products.classify import Classifier

SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""JSON can spell halves of characters that no file can hold."""


def classify_rows(lines: Iterable[str], classifier: Classifier) -> Iterator[dict[str, Any]]:
    """Answer each row with its groups, scope and refusals, or with `error`; blank lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(number, line, classifier)


def _answer(number: int, line: str, classifier: Classifier) -> dict[str, Any]:
    try:
        row = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        return {"error": f"第 {number} 行：不是有效的 JSON（{json_fault(error)}）"}
    if not isinstance(row, dict):
        return {"error": f"第 {number} 行：不是 JSON 对象"}
    answer: dict[str, Any] = {"id": _whole(row["id"])} if "id" in row else {}
    try:
        result = classifier.classify(_title(row), _category_path(row), _attributes(row))
    except InputRejected as error:
        return {**answer, "error": f"第 {number} 行：{error}"}
    return {**answer, **result.model_dump(mode="json", include={"groups", "scope", "rejected"})}


def _title(row: dict[str, Any]) -> str:
    if "title" not in row:
        raise InputRejected("缺少 title")
    return _text(row["title"], "title")


def _category_path(row: dict[str, Any]) -> tuple[str, ...]:
    parts = _list(row, "category_path")
    return tuple(_text(part, f"category_path 第 {place} 项") for place, part in enumerate(parts, start=1))


def _attributes(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for place, pair in enumerate(_list(row, "attributes"), start=1):
        if not isinstance(pair, list) or len(pair) != 2:
            raise InputRejected(f"attributes 第 {place} 项须为 [名称, 内容]")
        label, text = (_text(part, f"attributes 第 {place} 项") for part in pair)
        pairs.append((label, text))
    return tuple(pairs)


def _list(row: dict[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputRejected(f"{key} 须为数组")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise InputRejected(f"{name} 须为字符串")
    return value.translate(SURROGATES)


def _whole(value: Any) -> Any:
    return value.translate(SURROGATES) if isinstance(value, str) else value
