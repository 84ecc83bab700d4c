"""Ties goods to the live rooms that sell them: the link of a room's card is the link of the item's own page."""

from collections import defaultdict
from collections.abc import Iterable

from crawler.addresses import declaration_of, locate
from crawler.platforms import PlatformDeclaration, platform_name
from crawler.read.item.rooms import each_by_itself
from crawler.records import LiveRoles, PageRecord
from matchers.identity import normalise_url

_TITLES = (
    ("平台经营者", "platform_operator"),
    ("直播间运营者", "room_operator"),
    ("直播营销人员", "marketer"),
    ("服务机构", "agency"),
)


class Rooms:
    """The live rooms of a sweep by the goods they link."""

    def __init__(self, platforms: tuple[PlatformDeclaration, ...]) -> None:
        self._platforms = platforms
        self._of_goods: dict[tuple[str, str], dict[LiveRoles, None]] = defaultdict(dict)
        """Platform and item id or normalised URL → who is behind the rooms that sell it, in capture order."""

    def learn(self, page: PageRecord) -> None:
        """Take down whose goods a room's page links."""
        if page.room is None or page.room.roles is None:
            return
        for link in page.room.links:
            platform = platform_name(link, self._platforms)
            if platform is not None and platform == page.platform:
                for key in self._keys(link):
                    self._of_goods[platform, key].setdefault(page.room.roles)

    def roles_of(self, page: PageRecord) -> tuple[LiveRoles, ...]:
        """Return who sells an item in live rooms: as its own page says, filled up from the rooms that link it."""
        listing = page.listing
        own = each_by_itself(listing.live_roles) if listing is not None else None
        keys = [*self._keys(page.url or ""), *([listing.item_id] if listing and listing.item_id else [])]
        rooms = dict.fromkeys(roles for key in keys for roles in self._of_goods.get((page.platform or "", key), ()))
        if own is None:
            return tuple(rooms)
        same = [roles for roles in rooms if _agree(own, roles)]
        others = [roles for roles in rooms if roles not in same]
        return (_filled(own, same[0]) if same else own, *others)

    def _keys(self, url: str) -> tuple[str, ...]:
        """Return by what an address is known as an item's: its declared item id and its normalised form."""
        place = locate(url, declaration_of(url, self._platforms))
        if place.pattern is not None and place.kind != "item":
            return ()
        return (*((place.item_id,) if place.item_id else ()), normalise_url(place.url))


def roles_in_words(rooms: Iterable[LiveRoles]) -> str | None:
    """Return who is behind the rooms as staff read it; rooms are parted by a slash. None without any."""
    told = (
        "；".join(f"{title}：{name}" for title, field in _TITLES if (name := getattr(roles, field))) for roles in rooms
    )
    return " / ".join(text for text in told if text) or None


def _agree(one: LiveRoles, other: LiveRoles) -> bool:
    """Return whether two sights of roles can be of one room: no role has two names."""
    pairs = ((getattr(one, field), getattr(other, field)) for _, field in _TITLES)
    return all(left is None or right is None or left == right for left, right in pairs)


def _filled(own: LiveRoles, room: LiveRoles) -> LiveRoles:
    said = {field: name for field, name in own.model_dump().items() if name is not None}
    return room.model_copy(update=said)
