"""Says in Chinese what libraries and the system say in English, where an error line quotes them."""

import errno
import re

SAID = (
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
    ("Input should be an object", "应为一组字段"),
    ("Input should be ", "应为 "),
    ("Value error, ", ""),
    (r"Invalid JSON: ", "不是有效的 JSON："),
    (r"Invalid value \(at end of document\)", "文件末尾写法有误"),
    (
        r"Invalid (?:value|statement|initial character)[^(]*\(at line (\d+), column (\d+)\)",
        r"第 \1 行第 \2 列写法有误",
    ),
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
