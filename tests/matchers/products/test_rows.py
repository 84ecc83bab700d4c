import json
from typing import Any

import pytest

from matchers.products.classify import Classifier
from matchers.products.rows import classify_rows


def answers(classifier: Classifier, *lines: str) -> list[dict[str, Any]]:
    return list(classify_rows(lines, classifier))


def test_a_row_is_answered_with_its_id_and_all_keys(classifier: Classifier) -> None:
    [answer] = answers(classifier, '{"id": 7, "title": "充电宝 20000毫安"}\n')
    assert list(answer) == ["id", "groups", "scope", "rejected"]
    assert answer["id"] == 7
    assert answer["scope"] == "in"
    assert set(answer["groups"][0]) == {"id", "score", "why"}


def test_a_row_without_id_is_answered_without(classifier: Classifier) -> None:
    [answer] = answers(classifier, '{"title": "双人沙发"}')
    assert answer == {"groups": [], "scope": "not_key", "rejected": []}


def test_category_and_attributes_are_used(classifier: Classifier) -> None:
    row = {"title": "X20", "category_path": ["数码", "充电宝"], "attributes": [["产品名称", "充电宝"]]}
    [answer] = answers(classifier, json.dumps(row))
    assert [group["id"] for group in answer["groups"]] == ["power_bank"]


def test_blank_lines_are_passed_over_and_order_is_kept(classifier: Classifier) -> None:
    found = answers(classifier, "", '{"id": "a", "title": "充电宝"}', "  \n", '{"id": "b", "title": "沙发"}')
    assert [answer["id"] for answer in found] == ["a", "b"]


BAD = [
    ("{", None, "JSON"),
    ("[" * 100_000, None, "JSON"),
    ("[1, 2]", None, "对象"),
    ('"充电宝"', None, "对象"),
    ('{"id": 1}', 1, "title"),
    ('{"id": 1, "title": null}', 1, "title"),
    ('{"id": "x", "title": 5}', "x", "title"),
    ('{"id": 2, "title": "a", "category_path": "数码"}', 2, "category_path"),
    ('{"id": 2, "title": "a", "category_path": [1]}', 2, "category_path"),
    ('{"id": 3, "title": "a", "attributes": {"品名": "a"}}', 3, "attributes"),
    ('{"id": 3, "title": "a", "attributes": [["品名"]]}', 3, "attributes"),
    ('{"id": 3, "title": "a", "attributes": [["品名", 1]]}', 3, "attributes"),
]


@pytest.mark.parametrize(("line", "row_id", "named"), BAD)
def test_a_bad_row_gets_an_error_that_names_it(line: str, row_id: object, named: str, classifier: Classifier) -> None:
    [bad, good] = answers(classifier, line, '{"title": "充电宝"}')
    assert set(bad) == ({"error"} if row_id is None else {"id", "error"})
    assert bad.get("id") == row_id
    assert named in bad["error"]
    assert "第 1 行" in bad["error"]
    assert good["scope"] == "in"


def test_half_characters_can_be_written_out_again(classifier: Classifier) -> None:
    [answer] = answers(classifier, '{"id": "\\ud800", "title": "充电宝\\udfff", "category_path": ["\\ud800充电宝"]}')
    assert json.dumps(answer, ensure_ascii=False).encode()
