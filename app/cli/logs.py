"""Logging of the command line: one line a record on standard error, with the facts it carries."""

import logging
import sys

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
LEVELS = {"WARNING": "警告", "ERROR": "错误", "CRITICAL": "错误"}


class Facts(logging.Formatter):
    """Writes level, message and every field given as `extra`, in the words of staff."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line without a traceback."""
        # Here, not above: --help needs no words.
        from app.labels import label

        said = ((name, value) for name, value in vars(record).items() if name not in _OWN)
        facts = "，".join(f"{label('fact', name)} {value}" for name, value in said)
        told = label("log", record.getMessage())
        return f"{LEVELS.get(record.levelname, '提示')}：{told}" + (f"（{facts}）" if facts else "")


def set_up_logging(level: int = logging.WARNING) -> None:
    """Send warnings (and, where asked for, progress) to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Facts())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
