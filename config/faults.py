"""Says in Chinese, on one line, what a record refuses: the field and the reason, without a word of the library's."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

REASONS: Mapping[str, str] = {
    "missing": "缺少这个字段",
    "extra_forbidden": "没有这个字段",
    "none_required": "应为空",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数太大",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "finite_number": "应为数",
    "decimal_type": "应为数",
    "decimal_parsing": "应为数",
    "string_type": "应为字符串",
    "string_sub_type": "应为字符串",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "至多 {max_length} 个字符",
    "string_pattern_mismatch": "写法应合乎 {pattern}",
    "list_type": "应为数组",
    "tuple_type": "应为数组",
    "set_type": "应为数组",
    "frozen_set_type": "应为数组",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "dict_type": "应为一组字段",
    "mapping_type": "应为一组字段",
    "model_type": "应为一组字段",
    "model_attributes_type": "应为一组字段",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "datetime_type": "应为日期时间",
    "datetime_parsing": "应为日期时间",
    "datetime_from_date_parsing": "应为日期时间",
    "datetime_object_invalid": "应为日期时间",
    "timezone_aware": "应带时区",
    "date_type": "应为日期",
    "date_parsing": "应为日期",
    "date_from_datetime_parsing": "应为日期",
    "date_from_datetime_inexact": "应为日期",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "至少为 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "至多为 {le}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "path_type": "应为路径",
    "url_type": "应为网址",
    "url_parsing": "应为网址",
    "url_scheme": "应为网址",
}
"""Kind of error → what is said; the names in braces are filled with what the kind carries."""


def fault(error: ValidationError) -> str:
    """Return `field：reason` of the first thing refused; the reason alone where it is about the whole."""
    return fault_of(error.errors(include_url=False)[0])


def fault_of(problem: ErrorDetails) -> str:
    """Return `field：reason` of one thing refused."""
    place = ".".join(str(part) for part in problem["loc"])
    said = _reason(problem)
    return f"{place}：{said}" if place else said


def _reason(problem: ErrorDetails) -> str:
    kind, facts = problem["type"], problem.get("ctx", {})
    if kind == "literal_error":
        return "应为 " + str(facts["expected"]).replace(", ", "、").replace(" or ", " 或 ")
    if kind in {"value_error", "assertion_error"}:
        return str(facts["error"])
    if kind == "string_too_short" and facts.get("min_length") == 1:
        return "不能为空"
    said = REASONS.get(kind)
    return said.format_map(_Filled(facts)) if said is not None else f"这个值不能用（{kind}）"


class _Filled(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
