"""Tells a host that cannot be reached from one that answers: an outage says nothing about what its pages show."""

import ssl

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from crawler.records import UNREACHABLE

_BROWSERS_WORDS = (
    ("ERR_CONNECTION_REFUSED", "连接被拒绝"),
    ("ERR_NAME_NOT_RESOLVED", "找不到主机"),
    ("ERR_CERT_", "证书或加密连接出错"),
    ("ERR_SSL_", "证书或加密连接出错"),
    ("ERR_CONNECTION_", "连接中断"),
    ("ERR_EMPTY_RESPONSE", "连接中断"),
    ("ERR_ADDRESS_UNREACHABLE", "主机不可达"),
    ("ERR_INTERNET_DISCONNECTED", "本机没有网络"),
)


def outage_of(error: BaseException | None) -> str | None:
    """Return in Chinese why a host could not be reached, None where the error is of another kind."""
    said = _reason(error)
    return f"{UNREACHABLE}：{said}" if said else None


def _reason(error: BaseException | None) -> str | None:
    text = str(error)
    if isinstance(error, DownloadConnectionRefusedError | ConnectionRefusedError):
        return "连接被拒绝"
    if isinstance(error, CannotResolveHostError):
        return "找不到主机"
    if isinstance(error, DownloadTimeoutError | TimeoutError):
        return "超时没有应答"
    if isinstance(error, ssl.SSLError) or (isinstance(error, DownloadFailedError) and _speaks_of_tls(text)):
        return "证书或加密连接出错"
    if isinstance(error, DownloadFailedError | ResponseDataLossError | ConnectionError):
        return "连接中断"
    return next((said for sign, said in _BROWSERS_WORDS if sign in text), None)


def _speaks_of_tls(text: str) -> bool:
    return any(sign in text.lower() for sign in ("ssl", "tls", "certificate"))
