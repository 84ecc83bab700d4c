"""Says in Chinese, on one line, what a record refuses: the field and the reason, without a word of the library's."""

import errno
import json
import re
from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_AT = re.compile(r"at line (\d+) column (\d+)")
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


PATTERN_REASONS: Mapping[str, str] = {
    "missing ), unterminated": "括号没有配对",
    "unbalanced parenthesis": "括号没有配对",
    "unterminated character set": "方括号没有配对",
    "nothing to repeat": "重复号前没有内容",
    "multiple repeat": "重复号连用",
    "bad escape": "转义有误",
    "bad character range": "字符范围有误",
    "redefinition of group name": "组名重复",
    "invalid group reference": "引用的组不存在",
    "unknown group name": "引用的组不存在",
    "bad character in group name": "组名有误",
    "look-behind requires fixed-width": "后顾断言的长度须固定",
}
"""What `re` says → what is said."""
SYSTEM_REASONS: Mapping[int, str] = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "不是文件夹",
    errno.ELOOP: "符号链接互相指向",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
}


def fault(error: ValidationError, content: object = None) -> str:
    """Return `field：reason` of the first thing refused; the reason alone where it is about the whole.

    Entries of an array are counted from 1; with the `content` that was checked, one with an id is named by it, too.
    """
    problem = error.errors(include_url=False)[0]
    place = ".".join(_steps(problem["loc"], content))
    said = _reason(problem)
    return f"{place}：{said}" if place else said


def pattern_fault(error: re.error) -> str:
    """Return what is wrong with a regular expression, and where."""
    said = next((meant for word, meant in PATTERN_REASONS.items() if word in error.msg), "写法有误")
    return said if error.pos is None else f"{said}（第 {error.pos + 1} 个字符）"


def json_fault(error: ValueError | RecursionError) -> str:
    """Return where a text stops being JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 列"
    return "嵌套太深" if isinstance(error, RecursionError) else "写法有误"


def system_fault(error: OSError) -> str:
    """Return why the system refused, in Chinese where it is a usual reason."""
    return SYSTEM_REASONS.get(error.errno or 0) or error.strerror or str(error)


def _steps(place: tuple[int | str, ...], content: object) -> Iterator[str]:
    for step in place:
        if isinstance(content, Mapping):
            content = content.get(step)
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            content = content[step]
        else:
            content = None
        if not isinstance(step, int):
            yield step
            continue
        named = content.get("id") if isinstance(content, Mapping) else None
        yield f"{step + 1}（{named}）" if isinstance(named, str) else str(step + 1)


def _reason(problem: ErrorDetails) -> str:
    kind, facts = problem["type"], problem.get("ctx", {})
    if kind == "literal_error":
        return "应为 " + str(facts["expected"]).replace(", ", "、").replace(" or ", " 或 ")
    if kind in {"value_error", "assertion_error"}:
        return str(facts["error"])
    if kind == "string_too_short" and facts.get("min_length") == 1:
        return "不能为空"
    if kind == "json_invalid":
        at = _AT.search(str(facts.get("error")))
        return "不是有效的 JSON" + (f"（第 {at.group(1)} 行第 {at.group(2)} 列）" if at else "")
    said = REASONS.get(kind)
    if said is None:
        return f"这个值不能用（{kind}）"
    return said.format_map({name: _plainly(value) for name, value in facts.items()})


def _plainly(value: object) -> object:
    """Return a bound as it is declared: 0, not 0.0."""
    return f"{value:g}" if isinstance(value, float) else value
