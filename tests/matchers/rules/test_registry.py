"""Every rule explains itself, cites declared law and is found by its file name."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import matchers.rules.registry as registry
from config.law import load_law
from matchers.context import Context
from matchers.records import OfferInSweep
from matchers.rules.registry import RULES, Rule

EXPECTED = {
    "PD_NAME_MISSING", "PD_MAKER_MISSING", "PD_ADDRESS_MISSING", "PD_MODEL_MISSING", "PD_STANDARD_MISSING",
    "PD_WARNING_MISSING", "LICENCE_NO_MISSING", "CCC_NO_MISSING", "CERT_NO_MALFORMED", "SELLER_LICENSE_MISSING",
    "SELF_DECLARATION_MISSING", "LICENSE_NO_INVALID", "UNQUALIFIED_ON_SALE", "DELISTED_ON_SALE", "RELISTED",
    "DELISTED_SAME_GOODS", "PRICE_ABNORMALLY_LOW",
}  # fmt: skip
SEVERITIES = {
    "CCC_NO_MISSING": "critical", "LICENCE_NO_MISSING": "critical", "PD_MAKER_MISSING": "high", "RELISTED": "high",
    "PD_NAME_MISSING": "medium", "DELISTED_SAME_GOODS": "low", "PRICE_ABNORMALLY_LOW": "low",
}  # fmt: skip


def test_every_module_is_a_rule_and_every_rule_a_module() -> None:
    folder = Path(registry.__file__).parent
    files = {path.stem.upper() for path in folder.glob("*.py")} - {"__INIT__", "REGISTRY"}
    assert set(RULES) == files == EXPECTED


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_explains_itself(rule: Rule) -> None:
    law = load_law()
    assert rule.basis
    assert all(law.entry(identifier) for identifier in rule.basis)
    assert rule.label
    assert not rule.label.isascii()
    assert not rule.label.endswith("。")
    assert len(rule.text.splitlines()) > 1
    assert rule.fields
    assert rule.severity == SEVERITIES.get(rule.id, rule.severity)


def test_what_rests_on_not_shown_needs_two_looks() -> None:
    assert {rule.id for rule in RULES.values() if rule.rests_on_not_shown} == {
        identifier for identifier in EXPECTED if identifier.endswith("_MISSING")
    }


def test_the_documents_example_is_a_rule_that_works(make_offer: Callable[..., OfferInSweep], context: Context) -> None:
    text = (Path(registry.__file__).parents[2] / "docs" / "add-a-rule.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    module = ModuleType("matchers.rules.example")
    exec(code, module.__dict__)
    rule = registry._read_rule(module)
    assert {context.law.entry(basis).id for basis in rule.basis} == set(rule.basis)
    assert [lead.summary[:2] for lead in rule.check(make_offer(missing=("warnings",)), context)] == ["疑似"]
    for silent in (make_offer(), make_offer(hidden=("warnings",)), make_offer(missing=("warnings",), group=None)):
        assert list(rule.check(silent, context)) == []
