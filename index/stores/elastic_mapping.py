"""How the declared fields lie in Elasticsearch: strict mappings made of core features only."""

from typing import Any

from index.contract import Kind
from index.fields import CODES, FIELDS, ID, WORDS, Checked, fingerprint
from index.tokens import joined

_TYPES: dict[str, dict[str, Any]] = {
    "keyword": {"type": "keyword"},
    # Found through the words field, kept only to be given back.
    "text": {"type": "keyword", "index": False, "doc_values": False},
    "date": {"type": "date", "format": "strict_date_optional_time||epoch_millis"},
    "number": {"type": "double"},
    "bool": {"type": "boolean"},
    "stored": {"type": "object", "enabled": False},
}


def mappings(kind: Kind) -> dict[str, Any]:
    """Return the mapping of a kind; a field that is not declared is refused by the server as well."""
    properties: dict[str, Any] = {field.name: _TYPES[field.type] for field in FIELDS[kind]}
    # `standard` leaves our tokens as they are, and cuts what Kibana's users type in Chinese the same way.
    properties[WORDS] = {"type": "text", "analyzer": "standard", "position_increment_gap": 100}
    properties[CODES] = {"type": "keyword"}
    return {
        "dynamic": "strict",
        "_meta": {"layout": fingerprint(kind)},
        "_source": {"excludes": [WORDS, CODES]},
        "properties": properties,
    }


def settings(shards: int) -> dict[str, Any]:
    """Return the settings of an index; one node alone is green, a second one gets a replica."""
    return {
        "index": {"number_of_shards": shards, "auto_expand_replicas": "0-1", "query": {"default_field": [WORDS]}},
    }


def source(checked: Checked) -> dict[str, Any]:
    """Return what is sent for one document: itself and the two fields it is found by."""
    texts = [words for words in map(joined, checked.texts) if words]
    return {**checked.document, ID: checked.id, WORDS: texts, CODES: list(checked.codes)}
