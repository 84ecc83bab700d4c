"""A checked query as a request to Elasticsearch, and its response as an answer; knows no client."""

from typing import Any

from index.contract import Answer, Hit, Query
from index.fields import CODES, ID, WORDS, Field
from index.plan import MOST_FACET_VALUES, Choice, Clause, Plan, Span, write_cursor


def request(plan: Plan) -> dict[str, Any]:
    """Return the body of a search."""
    body: dict[str, Any] = {
        "query": question(plan),
        "track_total_hits": True,
        "size": plan.size,
        "from": plan.offset,
        "sort": order(plan),
    }
    if plan.after is not None:
        body["search_after"] = list(plan.after)
        del body["from"]
    if aggregations := _aggregations(plan):
        body["aggs"] = aggregations
    return body


def answer(query: Query, plan: Plan, response: dict[str, Any]) -> Answer:
    """Return what the server said."""
    found = response["hits"]["hits"]
    counted = response.get("aggregations", {})
    more = plan.sort and plan.size and len(found) == plan.size
    return Answer(
        total=response["hits"]["total"]["value"],
        hits=tuple(hit(one) for one in found),
        facets={field.name: _facet(field, counted[f"facet.{field.name}"]["buckets"]) for field in plan.facets},
        histogram=tuple((day["key_as_string"], day["doc_count"]) for day in counted["histogram"]["buckets"])
        if plan.histogram
        else (),
        after=write_cursor(query, found[-1]["sort"]) if more else None,
    )


def hit(found: dict[str, Any]) -> Hit:
    """Return one hit of a response."""
    return Hit(id=found["_id"], document=found["_source"])


def question(plan: Plan) -> dict[str, Any]:
    """Return the query part."""
    return {
        "bool": {
            "must": [_clause(clause) for clause in plan.clauses],
            "filter": [*(_terms(choice) for choice in plan.filters), *(_span(span) for span in plan.spans)],
            "must_not": [_terms(choice) for choice in plan.excludes],
        }
    }


def order(plan: Plan) -> list[dict[str, Any]]:
    """Return the sort part: what has no value comes last either way, the id decides between equals."""
    explicit: list[dict[str, Any]] = [
        {field.name: {"order": direction, "missing": "_last"}} for field, direction in plan.sort
    ]
    relevance = [{"_score": {"order": "desc"}}] if plan.clauses and not plan.sort else []
    return [*relevance, *explicit, {ID: {"order": "asc"}}]


def _clause(clause: Clause) -> dict[str, Any]:
    ways: list[dict[str, Any]] = []
    if clause.phrase:
        ways.append({"match_phrase": {WORDS: {"query": " ".join(clause.phrase)}}})
    if clause.code is not None:
        ways.append({"term": {CODES: {"value": clause.code}}})
    return ways[0] if len(ways) == 1 else {"bool": {"should": ways, "minimum_should_match": 1}}


def _terms(choice: Choice) -> dict[str, Any]:
    return {"terms": {choice.field.name: list(choice.values)}}


def _span(span: Span) -> dict[str, Any]:
    bounds: dict[str, Any] = {
        name: value for name, value in (("gte", span.low), ("lte", span.high)) if value is not None
    }
    if not bounds:
        return {"exists": {"field": span.field.name}}
    if span.field.type == "date":
        bounds["format"] = "epoch_millis"
    return {"range": {span.field.name: bounds}}


def _aggregations(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"facet.{field.name}": {
            "terms": {
                "field": field.name,
                "size": plan.facet_size,
                # Counts are exact on several shards too as long as each shard reports all its values.
                "shard_size": MOST_FACET_VALUES,
                "order": [{"_count": "desc"}, {"_key": "asc"}],
            }
        }
        for field in plan.facets
    }
    if plan.histogram:
        found["histogram"] = {
            "date_histogram": {
                "field": plan.histogram.name,
                "calendar_interval": "day",
                "time_zone": "Asia/Shanghai",
                "format": "yyyy-MM-dd",
                "min_doc_count": 1,
            }
        }
    return found


def _facet(field: Field, buckets: list[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    key = "key_as_string" if field.type == "bool" else "key"
    return tuple((bucket[key], bucket["doc_count"]) for bucket in buckets)
