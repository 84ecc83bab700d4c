"""The server store: Elasticsearch 8.19 or 9.x through the official client, core features only.

Each kind is one alias over numbered indices. A rebuild fills the next number beside the live one and the alias moves in
one step; the index before stays until the rebuild after, so that exports that began on it can end.
"""

import logging
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from config.errors import StoreUnavailable
from index.batches import BATCH, check_batch, merge_changes, write_all
from index.contract import Answer, BulkResult, Document, Hit, Kind, Query, Rejected
from index.fields import KINDS, fingerprint
from index.plan import make_plan
from index.stores.elastic_mapping import mappings, settings, source
from index.stores.elastic_search import answer, hit, order, question, request

log = logging.getLogger(__name__)
# What it warns about is raised by us, with the address, in one line.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)

_PAGE = 1000
_KEEP_ALIVE = "5m"
_CONFLICT = 409
_LARGEST_REQUEST = 20_000_000
# A conflict means that somebody else's change went through, so a few busy writers never need this many rounds.
_UPDATE_ROUNDS = 200
_LONGEST_PAUSE = 0.1


class ElasticStore:
    """The contract over one cluster; several installations may share it under different prefixes."""

    def __init__(self, url: str, prefix: str = "goodswatch", *, request_seconds: float = 30.0, shards: int = 1) -> None:
        """Name the cluster; nothing is asked before the first question. Every request is bounded in time."""
        self.address = _without_secret(url)
        self.prefix = prefix
        self._shards = shards
        self._known: set[Kind] = set()
        try:
            self._client = Elasticsearch(
                url, request_timeout=request_seconds, max_retries=1, retry_on_timeout=False, http_compress=False
            )
        except ValueError as error:
            raise StoreUnavailable(f"Elasticsearch 地址 {self.address} 有误：{error}") from error

    def put(self, kind: Kind, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Insert or replace by id."""
        with self._asking():
            self._prepare(kind)
            return self._fill(kind, self._alias(kind), documents)

    def update(self, kind: Kind, changes: Iterable[tuple[str, Document]]) -> BulkResult:
        """Change some fields of documents that are there."""
        with self._asking():
            self._prepare(kind)
            result = write_all(changes, lambda batch: self._update_batch(kind, batch))
            self._client.indices.refresh(index=self._alias(kind))
            return result

    def get(self, kind: Kind, identifier: str) -> dict[str, Any] | None:
        """Return one document or None."""
        with self._asking():
            self._prepare(kind)
            return self._present(kind, [identifier]).get(identifier, (None, {}))[0]

    def search(self, query: Query) -> Answer:
        """Answer one query."""
        plan = make_plan(query)
        with self._asking():
            self._prepare(query.kind)
            response = self._client.search(index=self._alias(query.kind), body=request(plan))
            return answer(query, plan, response.body)

    def export(self, query: Query) -> Iterator[Hit]:
        """Yield every hit as of the moment the first one is asked for."""
        plan = make_plan(query.model_copy(update={"after": None, "offset": 0, "size": 0}))
        body = {"query": question(plan), "sort": order(plan) if plan.sort else [{"id": {"order": "asc"}}]}
        with self._asking():
            self._prepare(query.kind)
            yield from self._every_hit(self._alias(query.kind), body)

    @contextmanager
    def rebuild(self, kind: Kind) -> Iterator["ElasticRebuild"]:
        """Fill a new version beside the live one; leaving the block swaps it in, an exception drops it."""
        with self._asking():
            live, building, seen = self._begin_rebuild(kind)
        try:
            yield ElasticRebuild(self, kind, _building_alias(building))
        except BaseException:
            self._abandon(building)
            raise
        with self._asking():
            self._take_over(kind, live, building, seen)

    def health(self) -> dict[str, Any]:
        """Return engine, version, and for each kind its live version and document count."""
        with self._asking():
            # The core distribution has no answer at `/`, so the version comes from the node that answers.
            nodes = self._client.nodes.info(node_id="_local", filter_path="nodes.*.version")["nodes"]
            kinds = {}
            for kind in KINDS:
                index, layout = self._live(kind) or self._create_first(kind)
                kinds[kind] = {
                    "version": self._number(kind, index),
                    "documents": self._client.count(index=index)["count"],
                    "current": layout == fingerprint(kind),
                }
            version = next(iter(nodes.values()))["version"]
            status = self._client.cluster.health()["status"]
            return {"engine": "elasticsearch", "version": version, "status": status, "kinds": kinds}

    def close(self) -> None:
        """Release the connections."""
        self._client.close()

    def fill_building(self, kind: Kind, alias: str, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Write into a version being built; `ElasticRebuild.put` calls it."""
        with self._asking():
            return self._fill(kind, alias, documents)

    # Writing

    def _fill(self, kind: Kind, alias: str, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        def write(batch: list[tuple[str, Document]]) -> tuple[int, list[Rejected]]:
            checked, rejected = check_batch(kind, batch)
            latest = {one.id: one for one in checked}
            refused = self._bulk(alias, [{"_id": one.id, "_source": source(one)} for one in latest.values()])
            ids = {one.id for one in refused}
            return sum(one.id not in ids for one in checked), [*rejected, *refused]

        result = write_all(documents, write)
        self._client.indices.refresh(index=alias)
        return result

    def _bulk(self, alias: str, actions: list[dict[str, Any]], *, conflicts: set[str] | None = None) -> list[Rejected]:
        """Index the documents; return those refused. Raises StoreUnavailable when the server refuses to write at all.

        With `conflicts`, ids that somebody else changed in between are put there.
        """
        rejected: list[Rejected] = []
        outcomes = streaming_bulk(
            self._client,
            actions,
            index=alias,
            # An alias somebody removed must not come back as an index with guessed mappings.
            require_alias=True,
            chunk_size=BATCH,
            max_chunk_bytes=_LARGEST_REQUEST,
            raise_on_error=False,
            max_retries=3,
            initial_backoff=0.25,
            max_backoff=2,
        )
        for accepted, item in outcomes:
            if accepted:
                continue
            outcome = item["index"]
            if outcome["status"] == _CONFLICT and conflicts is not None:
                conflicts.add(outcome["_id"])
            elif outcome["status"] == 400:
                rejected.append(Rejected(id=outcome["_id"], reason=_reason(outcome.get("error"))))
            else:
                raise StoreUnavailable(f"Elasticsearch {self.address} 拒绝写入：{_reason(outcome.get('error'))}")
        return rejected

    def _update_batch(self, kind: Kind, batch: list[tuple[str, Document]]) -> tuple[int, list[Rejected]]:
        """Merge changes into documents as they are now, again for those that somebody else changed in between."""
        waiting = batch
        rejected: list[Rejected] = []
        for round_number in range(_UPDATE_ROUNDS):
            present = self._present(kind, [identifier for identifier, _ in waiting])
            checked, refused = merge_changes(kind, waiting, {name: document for name, (document, _) in present.items()})
            conflicts: set[str] = set()
            actions = [{"_id": one.id, "_source": source(one), **present[one.id][1]} for one in checked]
            rejected += [*refused, *self._bulk(self._alias(kind), actions, conflicts=conflicts)]
            waiting = [change for change in waiting if change[0] in conflicts]
            if not waiting:
                return len(batch) - len(rejected), rejected
            # By chance, so that two who met once do not go on meeting.
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.005 * 2**round_number)))  # noqa: S311 — no secret
        raise StoreUnavailable(f"Elasticsearch {self.address}：{len(waiting)} 条记录一直被他人修改，更新未完成")

    def _present(self, kind: Kind, identifiers: list[str]) -> dict[str, tuple[dict[str, Any], dict[str, int]]]:
        """Return the documents that are there, each with what proves that nobody changed it since."""
        response = self._client.mget(index=self._alias(kind), ids=list(dict.fromkeys(identifiers)))
        found = {}
        for one in response["docs"]:
            if "error" in one:
                raise StoreUnavailable(f"Elasticsearch {self.address} 读取失败：{_reason(one['error'])}")
            if one["found"]:
                guard = {"if_seq_no": one["_seq_no"], "if_primary_term": one["_primary_term"]}
                found[one["_id"]] = (one["_source"], guard)
        return found

    # Reading

    def _every_hit(self, index: str, body: dict[str, Any], **options: Any) -> Iterator[Hit]:
        """Yield every hit of a point in time; `body` has a query and a total order."""
        point = self._client.open_point_in_time(index=index, keep_alive=_KEEP_ALIVE, **options)["id"]
        try:
            after: list[Any] | None = None
            while True:
                page = {
                    **body,
                    "size": _PAGE,
                    "pit": {"id": point, "keep_alive": _KEEP_ALIVE},
                    "track_total_hits": False,
                }
                response = self._client.search(body={**page, "search_after": after} if after else page)
                point = response.get("pit_id", point)
                found = response["hits"]["hits"]
                for one in found:
                    yield hit(one)
                if len(found) < _PAGE:
                    return
                after = found[-1]["sort"]
        finally:
            self._close_point(point)

    def _close_point(self, point: str) -> None:
        try:
            self._client.close_point_in_time(id=point)
        except (ApiError, TransportError):
            log.info("Point in time not closed; the server lets it expire")

    # Versions

    def _alias(self, kind: Kind) -> str:
        return f"{self.prefix}-{kind}"

    def _build_index_name(self, kind: Kind, number: int) -> str:
        return f"{self._alias(kind)}-{number:06d}"

    def _number(self, kind: Kind, index: str) -> int | None:
        """Parse the number from an index name; None for a name that is not one of ours."""
        digits = index.removeprefix(f"{self._alias(kind)}-")
        return int(digits) if len(digits) == 6 and digits.isdigit() else None

    def _prepare(self, kind: Kind) -> None:
        """Make sure that the kind has a live index of this program's layout."""
        if kind in self._known:
            return
        _, layout = self._live(kind) or self._create_first(kind)
        if layout != fingerprint(kind):
            raise StoreUnavailable(f"索引 {self._alias(kind)} 由另一版本的程序建立，请先运行 goodswatch rebuild")
        self._known.add(kind)

    def _live(self, kind: Kind) -> tuple[str, str | None] | None:
        """Return the live index and its layout; None when there is none yet."""
        try:
            found = self._client.indices.get(index=self._alias(kind), features=["mappings"]).body
        except NotFoundError:
            return None
        index = max(found)
        return index, found[index]["mappings"].get("_meta", {}).get("layout")

    def _create_first(self, kind: Kind) -> tuple[str, str | None]:
        try:
            self._create(kind, 1, alias=self._alias(kind))
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        found = self._live(kind)
        if found is None:
            raise StoreUnavailable(f"索引 {self._alias(kind)} 的别名丢失，请先运行 goodswatch rebuild")
        return found

    def _create(self, kind: Kind, number: int, *, alias: str) -> str:
        index = self._build_index_name(kind, number)
        self._client.indices.create(
            index=index, mappings=mappings(kind), settings=settings(self._shards), aliases={alias: {}}
        )
        return index

    def _numbers(self, kind: Kind) -> list[int]:
        found = self._client.indices.get(index=f"{self._alias(kind)}-*", features=["aliases"]).body
        return sorted(number for index in found if (number := self._number(kind, index)) is not None)

    def _begin_rebuild(self, kind: Kind) -> tuple[str | None, str, dict[str, int]]:
        """Return the live index, the new one, and how far each shard of the live one had been written."""
        live = self._live(kind)
        numbers = self._numbers(kind)
        current = (self._number(kind, live[0]) or 0) if live else 0
        # Greater numbers are unfinished rebuilds of a process that died; one still at work finds its alias gone.
        for number in numbers:
            if number > current:
                self._client.indices.delete(index=self._build_index_name(kind, number), ignore_unavailable=True)
        index = self._build_index_name(kind, max([current, *numbers]) + 1)
        self._create(kind, max([current, *numbers]) + 1, alias=_building_alias(index))
        return live[0] if live else None, index, self._written(live[0]) if live else {}

    def _written(self, index: str) -> dict[str, int]:
        """Return the last sequence number of each shard."""
        shards = self._client.indices.stats(index=index, level="shards")["indices"][index]["shards"]
        return {shard: max(copy["seq_no"]["max_seq_no"] for copy in copies) for shard, copies in shards.items()}

    def _carry_over(self, kind: Kind, live: str, building: str, seen: dict[str, int]) -> dict[str, int]:
        """Copy what was written to the live index since; return how far it was written now."""
        written = self._written(live)
        self._client.indices.refresh(index=live)
        for shard, number in written.items():
            if number <= seen.get(shard, -1):
                continue
            body = {
                "query": {"range": {"_seq_no": {"gt": seen.get(shard, -1), "lte": number}}},
                "sort": [{"id": {"order": "asc"}}],
            }
            hits = self._every_hit(live, body, preference=f"_shards:{shard}")
            result = self._fill(kind, _building_alias(building), ((one.id, one.document) for one in hits))
            for one in result.rejected:
                log.warning("Document not carried over", extra={"id": one.id, "reason": one.reason})
        return written

    def _take_over(self, kind: Kind, live: str | None, building: str, seen: dict[str, int]) -> None:
        if not self._client.indices.exists(index=building):
            raise StoreUnavailable(f"索引 {self._alias(kind)} 的重建已被另一次重建取代")
        if live:
            seen = self._carry_over(kind, live, building, seen)
        actions: list[dict[str, Any]] = [{"add": {"index": building, "alias": self._alias(kind)}}]
        if live:
            actions.append({"remove": {"index": live, "alias": self._alias(kind)}})
        self._client.indices.update_aliases(actions=actions)
        if live:
            # What arrived while the alias moved.
            self._carry_over(kind, live, building, seen)
        self._client.indices.delete_alias(index=building, name=_building_alias(building))
        self._known.add(kind)
        for number in self._numbers(kind):
            index = self._build_index_name(kind, number)
            if index < (live or building):
                self._client.indices.delete(index=index, ignore_unavailable=True)

    def _abandon(self, building: str) -> None:
        try:
            with self._asking():
                self._client.indices.delete(index=building, ignore_unavailable=True)
        except StoreUnavailable as error:
            # The reason of the failed rebuild is what the caller has to see; the next rebuild clears the rest away.
            log.warning("Unfinished version left behind", extra={"version": building, "reason": str(error)})

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn whatever the client raises into one clear line."""
        try:
            yield
        except StoreUnavailable:
            self._known.clear()
            raise
        except ConnectionTimeout as error:
            raise StoreUnavailable(f"Elasticsearch {self.address} 在限定时间内没有答复") from error
        except NoConnection as error:
            raise StoreUnavailable(f"Elasticsearch {self.address} 连接不上") from error
        except ApiError as error:
            self._known.clear()
            reason = _reason(error.body.get("error") if isinstance(error.body, dict) else str(error.body))
            raise StoreUnavailable(f"Elasticsearch {self.address} 拒绝（{error.meta.status}）：{reason}") from error
        except TransportError as error:
            raise StoreUnavailable(f"Elasticsearch {self.address} 不可用：{error.message}") from error


class ElasticRebuild:
    """A version being filled."""

    def __init__(self, store: ElasticStore, kind: Kind, alias: str) -> None:
        """Write for `store` under the alias of the version being built."""
        self._store = store
        self._kind = kind
        self._alias = alias

    def put(self, documents: Iterable[tuple[str, Document]]) -> BulkResult:
        """Write into the version being built."""
        return self._store.fill_building(self._kind, self._alias, documents)


def _building_alias(index: str) -> str:
    return f"{index}-building"


def _without_secret(url: str) -> str:
    """Return an address that may be shown and logged."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _reason(error: Any) -> str:
    """Return the server's words in one line."""
    if isinstance(error, dict):
        cause = error.get("caused_by", {}).get("reason") if isinstance(error.get("caused_by"), dict) else None
        error = f"{error.get('type')}: {error.get('reason')}" + (f" ({cause})" if cause else "")
    return " ".join(str(error).split())[:500]
