"""Says whether a text is the address of a web page, for declarations, options and whatever people type."""

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"[0-9a-z_](?:[0-9a-z_-]{0,61}[0-9a-z_])?")
_LONGEST_HOST = 253


def web_address(value: str) -> str:
    """Return an absolute http(s) address, trimmed. Raises ValueError saying in Chinese what is wrong with it."""
    value = value.strip()
    if not value:
        raise ValueError("网址是空的")
    if any(character.isspace() or not character.isprintable() for character in value):
        raise ValueError(f"{value!r} 不是网址：中间有空格或控制字符")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError(f"{value!r} 不是网址：主机或端口写错了") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(f"{value!r} 不是 http 或 https 网址")
    if "@" in parts.netloc:
        raise ValueError(f"{value!r} 不是网址：不能带用户名和口令")
    if parts.port == 0 or parts.netloc.endswith(":") or not _is_host(parts.hostname or ""):
        raise ValueError(f"{value!r} 不是网址：主机或端口写错了")
    return value


def web_host(value: str) -> str:
    """Return a declared host in one spelling: `host`, `host:port` or `*.host`. Raises ValueError as `web_address`."""
    star = "*." if value.startswith("*.") else ""
    bare = value.strip().removeprefix(star)
    if not bare or re.search(r"[/?#\\]", bare):
        raise ValueError(f"{value!r} 不是主机：只写主机名，非默认端口写成 主机:端口")
    parts = urlsplit(web_address(f"http://{bare}"))
    return f"{star}{host_in_ascii(parts.hostname or '')}" + (f":{parts.port}" if parts.port else "")


def host_in_ascii(host: str) -> str:
    """Return a host in lower case as it is asked for: Chinese domain names in Punycode, an IPv6 address in brackets."""
    host = host.lower()
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            ipaddress.IPv6Address(host.partition("%")[0])
        except ValueError:
            return False
        return True
    name = host_in_ascii(host).removesuffix(".")
    labels = name.split(".")
    if len(name) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    if labels[-1].isdigit():
        try:
            ipaddress.IPv4Address(name)
        except ValueError:
            return False
    return True
