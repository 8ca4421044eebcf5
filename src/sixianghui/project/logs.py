"""The log: one line for each thing, as text or as JSON, with the request it belongs to and without anybody's data.

Whoever reads it must not be able to open what a secret address opens, nor learn names, numbers and addresses that a
library put into its message. A line cannot be forged: what could begin another, or colour a terminal, is escaped.
"""

from __future__ import annotations

import json
import logging
import logging.config
import re
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from sixianghui.common.scrubbing import CUT, scrubbed

#: What opens something for whoever knows it; `tests/unit/project/test_logs.py` asks every address of the site.
_SECRET = re.compile(
    r"(/(?:review|links|messages/stop|activities/feeds|password_reset/confirm/[^/\s]+)/)[^/\s\"'?]+"
)
#: What may be somebody's: Chinese (our own lines are English), numbers as long as a telephone's, mail addresses.
_PERSONAL = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|\d{7,}[\dXx]*|[\w.+-]+@[\w-]+\.[\w.-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")

#: The request that this thread answers, as `front` named it; empty outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def named(text: str) -> str:
    """The name of a request if it is one, else nothing."""
    return text if _ID.fullmatch(text) else ""


def without_tokens(text: str) -> str:
    """The text with the secret part of addresses taken out."""
    return _SECRET.sub(r"\1…", text)


def clean(text: str) -> str:
    """A message as it is written: without secrets and anybody's data, on one line."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], _PERSONAL.sub(CUT, without_tokens(text)))


class NoTokens(logging.Filter):
    """Takes secrets and anybody's data out of a line before it is written, and says to which request it belongs."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # its arguments do not fit: what they hold is nobody's to read
            message = str(record.msg)
        found = clean(message)
        if found != message or record.args:
            record.msg, record.args = found, None
        record.request = request_id.get()
        return True


def trace_of(info: ExcInfo) -> tuple[list[str], list[str]]:
    """Where an exception came through (file, line, function; the newest last) and what it and its causes say, scrubbed."""
    _type, error, frames = info
    where = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(frames)]
    said: list[str] = []
    while error is not None and len(said) < 5:
        said.append(f"{type(error).__module__}.{type(error).__qualname__} {scrubbed(str(error))}".rstrip())
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return where, said


class Text(logging.Formatter):
    """A line to read; below an error, where it came through."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept its own, with everything in it
        line = super().format(record)
        request = getattr(record, "request", "")
        head, newline, rest = line.partition("\n")
        return f"{head} request={request}{newline}{rest}" if request else line

    def formatException(self, ei: Any) -> str:  # noqa: N802
        where, said = trace_of(ei)
        return "\n".join([*(f"  {clean(one)}" for one in where), *(f"  {one}" for one in said)])


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}",
            "level": record.levelname,
            "logger": record.name,
            "message": clean(record.getMessage()),
            "process": record.process,
        }
        if request := getattr(record, "request", ""):
            line["request"] = request
        if record.exc_info and record.exc_info[0] is not None:
            where, said = trace_of(record.exc_info)
            line |= {"error": said, "where": [clean(one) for one in where]}
        return json.dumps(line, ensure_ascii=False)


def configuration(form: str, level: str) -> dict[str, Any]:
    """What `logging.config` is told. form: `text` or `json`."""
    maker = {"text": "Text", "json": "Json"}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"sixianghui.project.logs.{maker}"}},
        "filters": {"no_tokens": {"()": "sixianghui.project.logs.NoTokens"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_tokens"]}
        },
        # They would write whole addresses, and those of providers hold our secret; waitress a line for every request that waits
        # a moment for its thread.
        "loggers": {
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "waitress.queue": {"level": "ERROR"},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }


def configure(form: str, level: str) -> None:
    """The log of a process without Django."""
    logging.config.dictConfig(configuration(form, level))
