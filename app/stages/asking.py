"""Asking the index from the command line: a short answer for people, every hit for machines."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.installation import Installation
from app.labels import label
from config.errors import InputRejected
from index.contract import Hit, Kind
from index.query import DEFAULT_TITLES, DEFAULTS, FACETS, Asked, hidden_counts, understand

CODES = {"url": "网址", "credit_code": "信用代码或注册号", "certificate": "证书编号", "identifier": "编号"}
"""What staff call each kind of identifier that a typed word may be."""
FACET_TITLES = {
    "state": "状态", "seller_regions": "辖区", "platform": "平台", "rule": "规则", "group": "产品组",
    "severity": "严重程度", "standing": "效力",
    "review": "处理", "scope": "适用范围", "on_shelf": "是否在架", "licence_state": "执照公示",
}  # fmt: skip
VALUE_WORDS = {
    "state": "state",
    "severity": "severity",
    "standing": "standing",
    "review": "verdict",
    "seller_regions": "region",
}
"""Facets whose values have words, and where these stand."""
KINDS: tuple[Kind, ...] = ("findings", "listings", "disclosures")


def answer_lines(
    installation: Installation, text: str, *, kind: str, filters: Sequence[str], everything: bool, size: int
) -> Iterator[str]:
    """Yield the answer as lines: the total, the hits, the facets, what the defaults hide."""
    asked = _asked(text, kind, filters, everything, size)
    understood = understand(asked, canonical_url=installation.canonical_url)
    answer = installation.store.search(understood.query)
    for word in understood.recognised:
        yield f"按{CODES[word.kind]}精确查找：{word.word}"
    yield f"共 {answer.total} 条"
    for hit in answer.hits:
        yield _line(asked.kind, hit)
    for field in FACETS[asked.kind]:
        values = answer.facets.get(field, ())
        if values:
            words = (f"{_value(installation, field, value)} {count}" for value, count in values[:8])
            yield f"  {FACET_TITLES[field]}（{field}）：" + "，".join(words)
    hidden = hidden_counts(installation.store, asked, canonical_url=installation.canonical_url)
    left_out = [f"{DEFAULT_TITLES[name]} {count} 条" for name, count in hidden.items() if count]
    if left_out:
        yield "未列出（加 --all 查看）：" + "，".join(left_out)


def export_rows(
    installation: Installation, text: str, *, kind: str, filters: Sequence[str], everything: bool
) -> Iterator[dict[str, Any]]:
    """Yield every hit from one point in time, with its id."""
    asked = _asked(text, kind, filters, everything, 1)
    query = understand(asked, canonical_url=installation.canonical_url).query
    for hit in installation.store.export(query):
        yield {"id": hit.id, **hit.document}


def _asked(text: str, kind: str, filters: Sequence[str], everything: bool, size: int) -> Asked:
    if kind not in KINDS:
        raise InputRejected(f"--kind {kind}：应为 {'、'.join(KINDS)} 之一")
    if text.strip() and not any(character.isalnum() for character in text):
        raise InputRejected(f"检索词 {text!r}：没有可检索的文字、字母或数字")
    chosen: dict[str, tuple[str, ...]] = {}
    for one in filters:
        field, sign, value = one.partition("=")
        if not sign or not field or not value:
            raise InputRejected(f"--filter {one}：请写成 字段=值")
        chosen[field] = (*chosen.get(field, ()), value)
    return Asked(
        kind=next(known for known in KINDS if known == kind),
        text=text,
        filters=chosen,
        show=tuple(DEFAULTS) if everything else (),
        size=size,
    )


def _value(installation: Installation, field: str, value: str) -> str:
    """Return a facet's value as staff say it, with the form `--filter` takes where that differs."""
    word = value
    if field == "platform":
        word = next((known.title for known in installation.platforms if known.name == value), value)
    elif field == "group":
        word = next((known.name for known in installation.catalogue.groups if known.id == value), value)
    elif field in VALUE_WORDS:
        word = label(VALUE_WORDS[field], value)
    if field == "seller_regions":
        word = installation.divisions.name(value) or word
    return word if word == value else f"{word}[{value}]"


def _line(kind: Kind, hit: Hit) -> str:
    row = hit.document
    if kind == "findings":
        mark = f"[{label('severity', row.get('severity'))}/{label('state', row.get('state'))}]"
        said = f"{row.get('rule')}  {row.get('summary')}"
        return f"{hit.id}  {mark} {said}  {row.get('platform')}  {row.get('url')}"
    if kind == "listings":
        return f"{hit.id}  {row.get('title')}  {row.get('price', '')} {row.get('currency', '')}  {row.get('url')}"
    return f"{hit.id}  {row.get('shop')}  {row.get('seller_name', '')} {row.get('seller_code', '')}  {row.get('url')}"
