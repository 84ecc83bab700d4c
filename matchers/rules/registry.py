"""Finds every rule in this folder: one module a rule, named as its code in lower case."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from config.errors import DeclarationError
from config.law import Subject
from matchers.lead import Lead
from matchers.records import Severity

Target = Literal["offer", "shop", "offers"]
"""What a rule is asked about: one item, one shop, or all items together."""
TARGETS = {"offer", "shop", "offers"}


@dataclass(frozen=True)
class Rule:
    """One rule as declared by its module."""

    id: str
    label: str
    """First line of the docstring: what staff read as the rule's name."""
    text: str
    """The whole docstring."""
    target: Target
    subject: Subject
    """What the breached duty obliges; a basis on another subject gives only 参考."""
    severity: Severity
    basis: tuple[str, ...]
    rests_on_not_shown: bool
    """True: needs two looks."""
    fields: tuple[str, ...]
    """Fields that must be observable for the rule to decide anything."""
    check: Callable[..., Iterator[Lead]]


def load_rules() -> Mapping[str, Rule]:
    """Return every rule by id, in the order of ids. Raises DeclarationError for a module that is no rule."""
    folder = Path(__file__).parent
    names = sorted(module.name for module in pkgutil.iter_modules([str(folder)]) if module.name != "registry")
    rules = [_read_rule(importlib.import_module(f"matchers.rules.{name}")) for name in names]
    return {rule.id: rule for rule in rules}


def _read_rule(module: ModuleType) -> Rule:
    text = inspect.getdoc(getattr(module, "check", None)) or ""
    values: dict[str, Any] = {}
    for name in ("TARGET", "SUBJECT", "SEVERITY", "BASIS", "RESTS_ON_NOT_SHOWN", "FIELDS"):
        if not hasattr(module, name):
            raise DeclarationError(f"{module.__file__}：缺少 {name}")
        values[name] = getattr(module, name)
    if not text or values["TARGET"] not in TARGETS:
        raise DeclarationError(f"{module.__file__}：check 没有说明，或 TARGET 不认识")
    return Rule(
        id=module.__name__.rpartition(".")[2].upper(),
        label=text.splitlines()[0].rstrip("。"),
        text=text,
        target=values["TARGET"],
        subject=values["SUBJECT"],
        severity=values["SEVERITY"],
        basis=tuple(values["BASIS"]),
        rests_on_not_shown=values["RESTS_ON_NOT_SHOWN"],
        fields=tuple(values["FIELDS"]),
        check=module.check,
    )


RULES: Mapping[str, Rule] = load_rules()
"""Every rule there is."""
