"""What the log leaves out: whoever reads it must not be able to open what a secret address opens."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/(?:review|links|messages/stop)/)[^/\s\"'?]+")


def without_tokens(text: str) -> str:
    """The text with the secret part of addresses taken out."""
    return _SECRET.sub(r"\1…", text)


class NoTokens(logging.Filter):
    """Takes them out of a line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        clean = without_tokens(message)
        if clean != message:
            record.msg, record.args = clean, None
        return True
