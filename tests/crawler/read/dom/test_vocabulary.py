"""The declared labels and words: all load, name one field each, and a wrong declaration is told with its file."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from config.errors import DeclarationError
from crawler.read.dom import vocabulary as module
from crawler.read.dom.areas import areas, load_areas
from crawler.read.dom.vocabulary import load_vocabulary, vocabulary
from crawler.read.item.images import load_image_marks
from crawler.read.labels.warnings import load_warning_words, warning_sentences, warns_of_goods
from crawler.read.seller.disclosure_words import load_disclosure_words
from crawler.read.states.loading import load_loading_marks

DECLARED = Path(module.__file__).with_name("labels.toml")
LOADERS = [
    load_vocabulary,
    load_areas,
    load_disclosure_words,
    load_image_marks,
    load_loading_marks,
    load_warning_words,
]


def test_every_label_is_declared_once() -> None:
    fields = tomllib.loads(DECLARED.read_text(encoding="utf-8"))["field"]
    labels = Counter(vocabulary().folded(label) for field in fields for label in field["exact"])
    assert [label for label, count in labels.items() if count > 1] == []
    assert sum(labels.values()) > 1500


@pytest.mark.parametrize("load", LOADERS)
def test_wrong_declaration_names_its_file(load: object, tmp_path: Path) -> None:
    assert callable(load)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("surprise = 1\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="wrong"):
        load(wrong)
    wrong.write_text("not toml", encoding="utf-8")
    with pytest.raises(DeclarationError, match="wrong"):
        load(wrong)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("厂　　址", "maker_address"),
        ("产品名称/品名", "name"),
        ("Model No.", "models"),
        ("生產許可證編號", "licence_numbers"),
        ("①执行标准", "standards"),
        ("*生产厂家", "maker"),
        ("品牌（Brand）", "brand"),
        ("电池型号", None),
        ("芯片制造商", None),
        ("尺码标准", None),
        ("随便什么", None),
        ("", None),
    ],
)
def test_meaning_of_a_label(label: str, field: str | None) -> None:
    meaning = vocabulary().meaning(label)
    assert (meaning.field if meaning else None) == field


def test_tail_of_a_text_is_its_longest_declared_label() -> None:
    tail = vocabulary().known_tail("有效产品名称")
    assert tail is not None
    assert (tail[0], tail[1].label) == (2, "产品名称")
    assert vocabulary().known_tail("kitem") is None


@pytest.mark.parametrize(
    ("names", "area"),
    [
        ("tab-reviews", "noise"),
        ("productReviews", "noise"),
        ("goods_desc", "description"),
        ("product-params", "attribute"),
        ("site-footer", "footer"),
        ("card-footer", None),
        ("specialist", None),
    ],
)
def test_area_of_names(names: str, area: str | None) -> None:
    assert areas().of_names(names) == area


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("请勿靠近火源。", 1),
        ("不适合3岁以下儿童使用，含小零件。", 1),
        ("签收前请勿拍打外箱，七天无理由退货。", 0),
        ("本店商品图片请勿盗用。", 0),
        ("三孔位，家用。", 0),
    ],
)
def test_warning_sentences(text: str, count: int) -> None:
    assert len(warning_sentences(text)) == count


def test_warning_about_paying_is_none_of_the_goods() -> None:
    assert not warns_of_goods("请勿使用站外聊天工具，谨防诈骗汇款")
    assert warns_of_goods("请勿拆解。签收后七天可退货。")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("CCC认证编码", "certificate_numbers"),
        ("3C认证证书编码", "certificate_numbers"),
        ("产品CCC证书编码", "certificate_numbers"),
        ("CCC标志编号", "plain_certificate"),
        ("厂商所在地", "maker_address"),
        ("Factory Add.", "maker_address"),
    ],
)
def test_rarer_spellings_name_their_field(label: str, field: str) -> None:
    meaning = vocabulary().meaning(label)

    assert meaning is not None
    assert meaning.field == field


@pytest.mark.parametrize("text", ["WARNING! Not for children under 3 years", "安装时应由成人操作。"])
def test_a_sentence_about_children_and_grown_ups_warns(text: str) -> None:
    assert warning_sentences(text)
