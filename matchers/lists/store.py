"""The lists as judging sees them: the current version of each, indexed so that an item finds its few rows at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from config.record import Record
from matchers.identity import Locate, locate_plain, resolve_platform
from matchers.lists.importer import read_pointer
from matchers.lists.links import read_links
from matchers.lists.rows import ListRow, ListVersion, read_version
from matchers.models.compare import ModelInCell, is_generic, loose_key, read_models


class Entry(Record):
    """An active row with what comparing needs worked out once."""

    row: ListRow
    models: tuple[ModelInCell, ...]
    """The models its cell names, with what stands beside them; generic ones left out."""
    platform: str | None
    """The platform's name, where the row names one by name or link."""
    links: tuple[str, ...] = ()
    """Its normalised links."""
    items: tuple[tuple[str, str], ...] = ()
    """(platform, item id) of every item it names."""

    @property
    def trademark(self) -> str | None:
        """The trademark as printed; None where the list gives none."""
        return self.row.value("trademark")

    @property
    def maker(self) -> str | None:
        """The maker cell as printed."""
        return self.row.value("maker")


class Lists:
    """The current rows of every list. A withdrawn list or row is simply not among them."""

    def __init__(
        self,
        rows: Iterable[ListRow] = (),
        *,
        versions: Mapping[str, str] | None = None,
        locate: Locate = locate_plain,
        platforms: Mapping[str, str] | None = None,
    ) -> None:
        self.versions = dict(versions or {})
        """List id → its current version, for naming a generation of findings."""
        self._locate = locate
        self._platforms = dict(platforms or {})
        self._by_model: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_link: dict[str, list[Entry]] = defaultdict(list)
        self._by_item: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._contents: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.status == "active":
                self._add(row)

    def _add(self, row: ListRow) -> None:
        entry = self._entry(row)
        self._contents[row.list_id].add(row.content)
        for model in dict.fromkeys(loose_key(found.model) for found in entry.models):
            self._by_model[row.kind, model].append(entry)
        for link in entry.links:
            self._by_link[link].append(entry)
        for item in entry.items:
            self._by_item[item].append(entry)

    def _entry(self, row: ListRow) -> Entry:
        # A version kept from before links were checked may hold anything.
        found = tuple(self._locate(link) for link in read_links(row.value("link") or ""))
        stated = resolve_platform(row.value("platform"), self._platforms)
        platform = found[0].platform if found else stated
        number = row.value("item_id")
        items = [(place.platform, place.item_id) for place in found] if number is None else [(platform, number)]
        return Entry(
            row=row,
            models=tuple(found for found in read_models(row.value("model") or "") if not is_generic(found.model)),
            platform=platform,
            links=tuple(dict.fromkeys(place.url for place in found)),
            items=tuple((name, item) for name, item in items if name and item),
        )

    def with_model(self, kind: str, models: Iterable[str]) -> tuple[Entry, ...]:
        """Return the rows of one kind of list that could name one of these models, in the lists' order."""
        keys = dict.fromkeys(loose_key(model) for model in models if not is_generic(model))
        found = {id(entry): entry for key in keys for entry in self._by_model.get((kind, key), ())}
        return tuple(found.values())

    def with_place(self, platform: str, item_id: str | None, url: str | None) -> tuple[Entry, ...]:
        """Return the delisting rows that name this very item, by platform and item id or by link."""
        entries = list(self._by_item.get((platform, item_id), ())) if item_id else []
        entries += self._by_link.get(self._locate(url).url, ()) if url else ()
        return tuple({id(entry): entry for entry in entries}.values())

    def contents(self) -> dict[str, frozenset[str]]:
        """Return list id → contents of its active rows, for telling withdrawn findings."""
        return {list_id: frozenset(contents) for list_id, contents in self._contents.items()}


def load_lists(data: Path, *, locate: Locate = locate_plain, platforms: Mapping[str, str] | None = None) -> Lists:
    """Read the current version of every imported list.

    `locate` resolves the rows' links as the platforms' declarations say; `platforms` maps each declared platform's
    name to its Chinese title, which lists print.
    """
    versions = current_versions(data)
    rows = [row for version in versions for row in version.kept_rows()]
    named = {version.list_id: version.version for version in versions}
    return Lists(rows, versions=named, locate=locate, platforms=platforms)


def current_versions(data: Path) -> tuple[ListVersion, ...]:
    """Return the version that counts of every list that has one, by list id."""
    found: list[ListVersion] = []
    for folder in sorted(path for path in (data / "lists").glob("*") if path.is_dir()):
        current = read_pointer(folder).current
        version = read_version(folder / current) if current else None
        if version is not None:
            found.append(version)
    return tuple(found)


def list_versions(data: Path, list_id: str) -> tuple[ListVersion, ...]:
    """Return every imported version of one list, each once, in the order of its first import."""
    folder = data / "lists" / list_id
    names = dict.fromkeys(entry.version for entry in read_pointer(folder).imports if entry.version)
    return tuple(version for name in names if (version := read_version(folder / name)) is not None)
