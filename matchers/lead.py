"""What a rule says about one offer or shop, before judging completes it to a finding."""

from config.record import Record
from matchers.records import Evidence, Feature, Severity


class Lead(Record):
    """A rule's answer: what it suspects, on what evidence, from which compared values."""

    summary: str
    """Chinese, says 疑似."""
    evidence: tuple[Evidence, ...]
    explanation: tuple[Feature, ...] = ()
    severity: Severity | None = None
    """Instead of the rule's own."""
    source: tuple[str, str] | None = None
    """List id and row content, where it rests on a list's row."""
    doubtful: str = ""
    """Why the regime it rests on may not bind these goods; such a finding is 参考 at most."""
