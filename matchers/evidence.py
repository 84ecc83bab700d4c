"""Evidence as rules cite it: what stands on the page, what does not, and which list row says so."""

from crawler.records import PageRecord
from matchers.lists.rows import ListRow
from matchers.records import Evidence

LABELS_QUOTED = 20
"""So many labels show a person that the area was read; the capture holds the rest."""
ROW_FIELDS = ("product", "trademark", "model", "batch", "maker", "failed_items", "platform", "link", "item_id", "shop",
              "seller", "order_no", "order_date", "notice_no", "notice_date")  # fmt: skip


def not_shown(page: PageRecord, what: str) -> Evidence:
    """Cite a page for something it does not show: its title and the labels that were read instead."""
    assert page.listing is not None
    labels = list(dict.fromkeys(label for label, _ in page.listing.attributes))
    more = f"…等 {len(labels)} 栏" if len(labels) > LABELS_QUOTED else ""
    read = f"已读到的栏目：{'、'.join(labels[:LABELS_QUOTED])}{more}" if labels else "属性区没有读到栏目"
    quote = f"{page.listing.title or '（无标题）'}｜{read}"
    return Evidence(capture=page.capture, quote=quote, locator=f"属性区与详情区：没有{what}")


def shown(page: PageRecord, field: str, value: str) -> Evidence:
    """Cite one value of a page, with the text and place it was read from."""
    readings = page.listing.readings if page.listing else page.disclosure.readings if page.disclosure else {}
    reading = readings.get(field)
    quote = reading.text if reading and reading.text and value in reading.text else value
    return Evidence(capture=page.capture, quote=quote, locator=(reading.place if reading else None) or field)


def list_row(row: ListRow) -> Evidence:
    """Cite one row of one version of a list."""
    quote = "｜".join(row.values[field] for field in ROW_FIELDS if field in row.values)
    place = f"{f'工作表 {row.sheet} ' if row.sheet else ''}第 {row.row} 行"
    return Evidence(list_row=row.reference, quote=quote, locator=place)
