"""The catalogue of key product groups: what each is called, which regime it falls under, how its price is compared."""

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from config.declared import load_declared
from config.errors import DeclarationError
from config.faults import pattern_fault
from config.products.limits import Limits, load_limits
from config.record import Record

FOLDER = Path(__file__).parent
GROUPS_FILE = FOLDER / "groups.toml"
CODES_FILE = FOLDER / "codes.toml"
WORDS_FILE = FOLDER / "words.toml"
NOUNS_FILE = FOLDER / "nouns.toml"

RegimeType = Literal[
    "ccc", "production_licence", "mandatory_standard_only", "registration", "exempt", "prohibited_or_restricted_online"
]
Confidence = Literal["high", "medium", "low"]
PriceUnit = Literal["件", "片", "双", "只", "套", "副", "m", "m2", "m3", "L", "kg", "t"]
Measure = Literal["count", "length", "area", "volume", "weight"]
MEASURE_OF_UNIT: dict[str, Measure] = {
    "m": "length", "m2": "area", "m3": "volume", "L": "volume", "kg": "weight", "t": "weight",
}  # fmt: skip
DEFAULT_MIN_SCORE = 0.6
CODE = re.compile(r"[0-9]{4}")
PRODUCT_CODE = re.compile(r"[0-9]{2}-[0-9]{3}")


class Regime(Record):
    """One regime a group falls under; empty codes mean the code is not known, never that there is none."""

    type: RegimeType
    category_codes: tuple[str, ...] = ()
    """CCC category codes, four digits."""
    product_codes: tuple[str, ...] = ()
    """Production-licence (XK) product codes, as 06-001."""
    mandatory_from: date | None = None
    self_declaration_accepted_until: date | None = None
    third_party_certificate_required_from: date | None = None
    exempt_reason: str | None = None
    registration_kind: str | None = None

    @field_validator("category_codes")
    @classmethod
    def _four_digits(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return _all_match(codes, CODE)

    @field_validator("product_codes")
    @classmethod
    def _licence_form(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return _all_match(codes, PRODUCT_CODE)

    def mandatory(self, on: date) -> bool:
        """Whether the regime binds on a day; without a known first day it is taken to bind."""
        return self.type != "exempt" and (self.mandatory_from is None or on >= self.mandatory_from)


class Standard(Record):
    """A standard that goods of the group refer to."""

    number: str
    mandatory: bool
    status: str
    in_force_from: date | None = None
    superseded_from: date | None = None


class SubgroupPattern(Record):
    """Where the number of the attribute stands in a text; `factor` brings it to the declared unit."""

    pattern: str
    factor: float = 1

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        if _compiled(pattern).groups != 1:
            raise ValueError(f"正则须恰有一个捕获组：{pattern}")
        return pattern


class SubgroupClass(Record):
    """A named class of the attribute and the words it is known by."""

    label: str
    pattern: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        _compiled(pattern)
        return pattern


class Subgroup(Record):
    """The leading attribute that splits a group for price comparison: numbers in bins, or named classes."""

    attribute: str
    unit: str = ""
    bins: tuple[float, ...] = ()
    """Upper bounds, each included in its bin; above the last is a bin of its own."""
    patterns: tuple[SubgroupPattern, ...] = ()
    classes: tuple[SubgroupClass, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Subgroup":
        if bool(self.patterns) == bool(self.classes):
            raise ValueError("subgroup 须在 patterns 与 classes 中恰取其一")
        if self.patterns and (not self.bins or sorted(set(self.bins)) != list(self.bins)):
            raise ValueError("subgroup 的 bins 须由小到大、不重复")
        return self

    def label(self, text: str) -> str | None:
        """The bin or class a text names; None when it names none, or several that disagree."""
        lowered = text.lower()
        if self.classes:
            found = {entry.label for entry in self.classes if _compiled(entry.pattern).search(lowered)}
        else:
            found = {
                self._bin(float(hit) * entry.factor)
                for entry in self.patterns
                for hit in _compiled(entry.pattern).findall(lowered)
            }
        return found.pop() if len(found) == 1 else None

    def _bin(self, value: float) -> str:
        for bound in self.bins:
            if value <= bound:
                return f"≤{bound:g}{self.unit}"
        return f">{self.bins[-1]:g}{self.unit}"


class Pair(Record):
    """Words that name the group together: a head noun sold, and a word that may stand anywhere (电动车 … 头盔)."""

    heads: tuple[str, ...] = Field(min_length=1)
    beside: tuple[str, ...] = Field(min_length=1)
    without: tuple[str, ...] = ()
    """Words that undo the pair: 商用 beside 家用 names no commercial appliance."""


class ProductGroup(Record):
    """One group of key products (or of goods with their own law, which compete with the others)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    name_en: str
    domain: str
    confidence: Confidence
    regime_logic: Literal["all_of", "any_of"]
    regimes: tuple[Regime, ...] = Field(min_length=1)
    standards: tuple[Standard, ...] = ()
    aliases: tuple[str, ...] = Field(min_length=1)
    weak_aliases: tuple[str, ...] = ()
    """Words too short or too common to name the group alone; they support other evidence."""
    pairs: tuple[Pair, ...] = ()
    exclude: tuple[str, ...] = ()
    """Local phrases that take a hit away where they overlap it and are longer."""
    required_disclosures: tuple[str, ...] = ()
    extra_disclosures: tuple[str, ...] = ()
    warning_required: bool = False
    price_unit: PriceUnit | None = None
    subgroup: Subgroup | None = None
    min_score: float = Field(default=DEFAULT_MIN_SCORE, gt=0, le=1)
    category_words: tuple[str, ...] = ()
    """Words of a category path that agree with the group, besides its name and aliases."""
    hint_required: bool = False
    """The aliases are too common: a signal from category, attributes or the hint words is needed as well."""
    hint_words: tuple[str, ...] = ()
    source: str

    @property
    def exempt(self) -> bool:
        """Whether the goods are outside by their own law."""
        return any(regime.type == "exempt" for regime in self.regimes)

    @property
    def measure(self) -> Measure | None:
        """What the price is counted by: pieces, length, area, volume or weight."""
        return None if self.price_unit is None else MEASURE_OF_UNIT.get(self.price_unit, "count")

    @property
    def category_codes(self) -> tuple[str, ...]:
        """All CCC category codes of the group."""
        return tuple(code for regime in self.regimes for code in regime.category_codes)

    @property
    def product_codes(self) -> tuple[str, ...]:
        """All production-licence product codes of the group."""
        return tuple(code for regime in self.regimes for code in regime.product_codes)

    def regime(self, kind: RegimeType) -> Regime | None:
        """The group's regime of one type, if it has it."""
        return next((regime for regime in self.regimes if regime.type == kind), None)

    def subgroup_label(self, text: str) -> str | None:
        """The price sub-group a text names; None when the group has none or the text does not tell."""
        return self.subgroup.label(text) if self.subgroup else None


class CodeEntry(Record):
    """A category or product code and how well it is known."""

    code: str
    name: str
    status: Literal["verified", "verified_by_certificate", "verified_by_sample", "verified_in_old_list", "unverified"]


class CodeTables(Record):
    """The known CCC category codes and XK product codes; a code that is not here is unknown, not wrong."""

    version: str
    ccc: tuple[CodeEntry, ...]
    xk: tuple[CodeEntry, ...]


class Words(Record):
    """Words that tell what is sold from what is only mentioned, for all groups."""

    version: str
    accessory_tail: tuple[str, ...]
    accessory_tail_exceptions: tuple[str, ...]
    tail_links: tuple[str, ...]
    """Words skipped between the goods and an accessory: 充电宝「专用」套."""
    service_tail: tuple[str, ...]
    service_anywhere: tuple[str, ...]
    """Words that make a service of the whole title, unless something is promised free or included before them."""
    purchase_starts: tuple[str, ...]
    """Words at the beginning of a title that buys the goods instead of selling them."""
    preceding_gift: tuple[str, ...]
    fit_words: tuple[str, ...]
    fit_free_groups: tuple[str, ...]
    """Groups that are sold for other goods, so that a fit word does not exclude them."""
    place_words: tuple[str, ...]
    """Words before the goods that make them a place or container for it: 可放充电宝."""
    clone_words: tuple[str, ...]
    """Words that turn the goods into a picture, toy or lesson of it."""
    use_tail: tuple[str, ...]
    """Words after the goods that say what it is used for: 手机投屏."""
    fit_tail: tuple[str, ...]
    """Words that end a list of what the goods fit: 电磁炉燃气灶「通用」."""
    free_follow: tuple[str, ...]
    """Words after the goods that only describe it."""
    parts_anywhere: tuple[str, ...]
    """Words that say parts are sold, wherever they stand after the goods."""
    incomplete_anywhere: tuple[str, ...]
    """Words that say the goods are sold without what makes them those goods: a power bank's case without its cells."""
    wraps: tuple[str, ...]
    """Things to cover or carry goods with; where they alone end a title, they are what is sold."""
    gift_exceptions: tuple[str, ...]
    """送 in these is no gift: 送长辈, 送风."""
    fit_people: tuple[str, ...]
    """People and places a fit word may name without making the goods a thing to be fitted."""
    part_endings: tuple[str, ...]
    """Last characters of the words right after the goods that mostly make it something else: 电动车尾「架」."""
    part_endings_exceptions: tuple[str, ...]
    component_groups: tuple[str, ...]
    """Groups that are also built into other goods: after those they are a feature, unless directly attached."""
    goods_attributes: tuple[str, ...]
    """Labels whose value names the goods."""
    class_attributes: tuple[str, ...]
    """Labels whose value names the class of goods."""
    exempt_numbers: tuple[str, ...]
    """Regular expressions of approval numbers of goods with their own law."""
    exempt_number_labels: tuple[str, ...]
    cross_border_labels: tuple[str, ...]
    cross_border_values: tuple[str, ...]
    cross_border_title: tuple[str, ...]

    @field_validator("exempt_numbers")
    @classmethod
    def _compile_all(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            _compiled(pattern)
        return patterns


class Nouns(Record):
    """Head nouns of other goods by field: they compete with the groups for what a title sells."""

    version: str
    fields: dict[str, str]
    """Words parted by blanks."""

    @property
    def settings(self) -> frozenset[str]:
        """Goods that as often only say where or for whom other goods are used (汽车, 书桌)."""
        return frozenset(self.fields.get("settings", "").split())

    def all(self) -> tuple[str, ...]:
        """Every noun once, in file order."""
        return tuple(dict.fromkeys(noun for nouns in self.fields.values() for noun in nouns.split()))


class Catalogue(Record):
    """Every group with the words and tables that belong to it."""

    version: str
    groups: tuple[ProductGroup, ...] = Field(min_length=1)
    codes: CodeTables
    words: Words
    nouns: Nouns
    limits: Limits

    @cached_property
    def _by_id(self) -> dict[str, ProductGroup]:
        return {group.id: group for group in self.groups}

    def group(self, group_id: str) -> ProductGroup:
        """The group with this id; an unknown id is an error."""
        if group_id not in self._by_id:
            raise DeclarationError(f"产品组不存在：{group_id}（清单版本 {self.version}）")
        return self._by_id[group_id]

    @cached_property
    def ccc_names(self) -> dict[str, str]:
        """CCC category code → name."""
        return {entry.code: entry.name for entry in self.codes.ccc}

    @cached_property
    def xk_names(self) -> dict[str, str]:
        """XK product code → name."""
        return {entry.code: entry.name for entry in self.codes.xk}


class _GroupsFile(Record):
    version: str
    groups: tuple[ProductGroup, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_once(self) -> "_GroupsFile":
        ids = [group.id for group in self.groups]
        twice = sorted({group_id for group_id in ids if ids.count(group_id) > 1})
        if twice:
            raise ValueError(f"产品组编号重复：{'、'.join(twice)}")
        return self


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Load the catalogue; `path` replaces the file of groups, the words and code tables stay ours."""
    declared = load_declared(path or GROUPS_FILE, _GroupsFile)
    words = load_declared(WORDS_FILE, Words)
    return Catalogue(
        version=declared.version,
        groups=declared.groups,
        codes=load_declared(CODES_FILE, CodeTables),
        words=words,
        nouns=load_declared(NOUNS_FILE, Nouns),
        limits=load_limits(),
    )


def _all_match(codes: tuple[str, ...], form: re.Pattern[str]) -> tuple[str, ...]:
    wrong = [code for code in codes if not form.fullmatch(code)]
    if wrong:
        raise ValueError(f"编号格式不对：{'、'.join(wrong)}")
    return codes


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则有误：{pattern}（{pattern_fault(error)}）") from error
