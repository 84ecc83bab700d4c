"""Says in Chinese what libraries and the system say in English, where an error line quotes them."""

import errno
import re
from collections.abc import Callable


def _choices(found: re.Match[str]) -> str:
    return "应为 " + found.group(1).replace(", ", "、").replace(" or ", " 或 ")


SAID: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    ("No such file or directory", "没有这个文件或文件夹"),
    ("Is a directory", "是文件夹，不是文件"),
    ("Not a directory", "不是文件夹"),
    ("File exists", "已有同名文件"),
    ("Permission denied", "没有权限"),
    ("Operation not permitted", "没有权限"),
    ("Read-only file system", "所在磁盘只读"),
    ("No space left on device", "磁盘已满"),
    ("Disk quota exceeded", "超出磁盘配额"),
    ("Too many open files", "打开的文件过多"),
    ("database or disk is full", "磁盘已满"),
    ("disk I/O error", "磁盘读写出错"),
    ("unable to open database file", "数据库文件无法打开"),
    ("attempt to write a readonly database", "数据库文件只读"),
    ("database is locked", "数据库被占用"),
    ("file is not a database", "不是数据库文件"),
    ("Extra inputs are not permitted", "没有这个字段"),
    ("Field required", "缺少这个字段"),
    (r"Input should be a valid integer(?:, unable to parse string as an integer)?", "应为整数"),
    (r"Input should be a valid number(?:, unable to parse string as a number)?", "应为数"),
    ("Input should be a valid string", "应为字符串"),
    ("Input should be a valid (?:list|tuple)", "应为数组"),
    (r"Input should be a valid (?:dictionary|object)(?: or instance of \w+)?", "应为一组字段"),
    (r"Input should be a valid boolean(?:, unable to interpret input)?", "应为 true 或 false"),
    (r"Input should be a valid datetime[^；]*", "应为日期时间"),
    (r"Input should be a valid date[^；]*", "应为日期"),
    ("Input should be greater than or equal to ", "至少为 "),
    ("Input should be less than or equal to ", "至多为 "),
    ("Input should be greater than ", "应大于 "),
    ("Input should be less than ", "应小于 "),
    ("Input should be an object", "应为一组字段"),
    ("Input should be a finite number", "应为数"),
    ("Input should be a multiple of ", "应为其倍数："),
    (r"Input should be (?:a valid )?(?:URL|url)[^；]*", "应为网址"),
    (r"Input should be ('[^；]*')", _choices),
    ("Input should be ", "应为 "),
    (r"String should have at least 1 character\b", "不能为空"),
    (r"String should have at least (\d+) characters?", r"至少 \1 个字符"),
    (r"String should have at most (\d+) characters?", r"至多 \1 个字符"),
    (r"String should match pattern '?(\S+?)'?(?=$|[\s；])", r"写法应合乎 \1"),
    (r"(?:List|Tuple) should have at least (\d+) items?[^；]*", r"至少 \1 项"),
    ("Decimal input should be an integer, float, string or Decimal object", "应为数"),
    ("Value error, ", ""),
    (r"Invalid JSON: [a-z ,]+ at line (\d+) column (\d+)", r"不是有效的 JSON（第 \1 行第 \2 列）"),
    (r"Invalid JSON: ", "不是有效的 JSON："),
    (
        r"(?:Expecting [a-z ,':]+|Extra data|Unterminated string starting at|Invalid control character at|"
        r"Invalid \\(?:escape|uXXXX escape)|Illegal trailing comma before end of (?:object|array))"
        r": line (\d+) column (\d+) \(char \d+\)",
        r"不是有效的 JSON（第 \1 行第 \2 列）",
    ),
    (r"[A-Z][^：（）()]*\(at end of document\)", "文件末尾写法有误"),
    (r"[A-Z][^：（）]*\(at line (\d+), column (\d+)\)", r"第 \1 行第 \2 列写法有误"),
    (r"unexpected end of data", "引号没有结束"),
    (r"'.' expected after '\"'", "引号之后多了字符"),
    (r"field larger than field limit \((\d+)\)", r"有一格超过 \1 个字符"),
    (r"line contains NUL", "含有空字符"),
    (r"Invalid value for '?([^':]+)'?: ", r"\1："),
    (r"Invalid value: ", ""),
    (r"Missing (?:argument|parameter) '?([^'.（]+)'?\.?", r"缺少参数 \1"),
    (r"Missing option '?([^'.（]+)'?\.?", r"缺少选项 \1"),
    (r"No such command '?([^'.（]+)'?\.?", r"没有名为 \1 的命令"),
    (r"Missing command\.?", "缺少命令"),
    (r" ?\(Possible options: ([^)]*)\)", r"，相近的有 \1"),
    (r" ?Did you mean (?:one of: )?([^?（]+)\?", r"，相近的有 \1"),
    (r"No such option: ([^\s，（]+)", r"没有选项 \1"),
    (r"Option '?([^' ]+)'? requires an argument\.?", r"选项 \1 后面要写值"),
    (r"Option '?([^' ]+)'? does not take a value\.?", r"选项 \1 后面不写值"),
    (r"Got unexpected extra arguments?(?:\(s\))? \(([^)]*)\)", r"多余的参数 \1"),
    (r"'utf-8' codec can't decode byte \S+ in position (\d+): [\w ]+", r"不是 UTF-8 编码（第 \1 字节）"),
)
"""Pattern and what is said instead."""

FAILED = frozenset(
    {
        errno.ENOENT, errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EROFS, errno.ENOSPC,
        errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EADDRINUSE, errno.EIO, errno.EFBIG,
    }
)  # fmt: skip
"""System errors that a person can do something about."""


def in_chinese(line: str) -> str:
    """Return the line on one line, with what libraries say put into Chinese."""
    text = " ".join(line.split())
    for said, meant in SAID:
        text = re.sub(said, meant, text)
    return text


def system_line(error: OSError) -> str | None:
    """Return what to tell about a system error, None where it is a fault of ours and keeps its traceback."""
    if error.errno not in FAILED:
        return None
    place = f"{error.filename}：" if error.filename else ""
    return in_chinese(f"{place}{error.strerror or error}")
