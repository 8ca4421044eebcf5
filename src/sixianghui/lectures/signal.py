"""How the picture of a lecture from a camera stands, in words: on the control desk, the camera's page, the moderator's desk.

The page is made with it, and asks for the same as JSON while somebody looks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.common import text, time
from sixianghui.lectures.queries import Standing
from sixianghui.media import public as media


class State(StrEnum):
    """What comes in."""

    SHUT = "shut"
    WAITS = "waits"
    BEGINS = "begins"
    FLOWS = "flows"
    LOST = "lost"
    CUT = "cut"


_TONES = {State.FLOWS: "ok", State.LOST: "err", State.CUT: "err", State.BEGINS: "info"}


@dataclass(frozen=True)
class Signal:
    """What is said. `tone`: of its mark; `gone`: for how long nothing has come, in words; `level`: 0 to 100; `mark` changes
    when the page has to be made anew. `facts`: by name, in order; those that are empty are not shown.
    """

    state: State
    line: str
    tone: str = ""
    gone: str = ""
    level: int = 0
    loud: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    advice: list[str] = field(default_factory=list)
    full: str = ""
    mark: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for the page that asks."""
        return asdict(self)


def signal_of(found: media.Incoming, stands: Standing) -> Signal:
    """In the reader's language."""
    sent, state = found.sent, state_of(found, live=stands.live)
    running = sent is not None and found.feed is not None
    return Signal(
        state=state,
        line=_line(state, found),
        tone=_TONES.get(state, ""),
        gone=_gone(found) if state is State.LOST else "",
        level=_height(sent.level) if sent is not None and running else 0,
        loud=str(_LOUD[sent.loud]()) if sent is not None and running else "",
        facts=_facts(sent, stands, full=found.full_since is not None) if sent is not None and running else {},
        advice=[media.advice_sentence(one) for one in sent.troubles] if sent is not None and running else [],
        full=_full(found.full_since),
        mark="|".join(
            (
                stands.state,
                state,
                str(found.armed),
                str(found.keys_made),
                found.feed.ref if found.feed else "",
            )
        ),
    )


def state_of(found: media.Incoming, *, live: bool) -> State:
    """What comes in. Once it is on air, an encoder that left is missed."""
    if found.cut_at is not None:
        return State.CUT
    if found.feed is None:
        if live and found.sent is not None:
            return State.LOST
        return State.WAITS if found.armed else State.SHUT
    if found.sent is not None and found.sent.lost:
        return State.LOST
    return State.FLOWS if found.flows else State.BEGINS


def _line(state: State, found: media.Incoming) -> str:
    match state:
        case State.CUT:
            assert found.cut_at is not None
            return _("画面切断了，从 %(at)s 起谁也看不到。") % {"at": _clock(found.cut_at)}
        case State.SHUT:
            return _("接收关着，谁也推不进来。")
        case State.WAITS:
            return _("接收开着，等画面进来。")
        case State.BEGINS:
            return _("连上了，画面马上就来。")
        case State.LOST:
            return _("画面断了，正在等它接上。")
    assert found.sent is not None
    if not found.sent.picture:
        return _("声音正常，从 %(at)s 起。") % {"at": _clock(found.sent.since)}
    return _("画面正常，从 %(at)s 起。") % {"at": _clock(found.sent.since)}


def _gone(found: media.Incoming) -> str:
    if found.sent is None:
        return ""
    seconds = int(found.sent.quiet)
    if seconds < 100:
        return ngettext("断了 %(many)d 秒", "断了 %(many)d 秒", seconds) % {"many": seconds}
    minutes = seconds // 60
    return ngettext("断了 %(many)d 分钟", "断了 %(many)d 分钟", minutes) % {"many": minutes}


def _facts(sent: media.Sent, stands: Standing, *, full: bool) -> dict[str, str]:
    size = f"{sent.width}×{sent.height}" if sent.width else ""
    small = str(_SMALL[sent.small]()) if sent.picture and sent.small in _SMALL else ""
    kept = "" if full else (_("正在录") if stands.live else _("彩排不录"))
    return {
        "size": size or (_("只有声音") if not sent.picture else ""),
        "rate": f"{text.grouped(sent.rate)} kbit/s",
        "small": small,
        "kept": kept,
    }


def _full(since: dt.datetime | None) -> str:
    if since is None:
        return ""
    return _("直播继续，从 %(at)s 起不录了。请管理员腾出磁盘空间，腾出来会自己接着录。") % {
        "at": _clock(since)
    }


def _height(level: float | None) -> int:
    """Where a meter stands: −60 dB is its foot."""
    return 0 if level is None else max(0, min(100, round((level + 60) / 60 * 100)))


def _clock(moment: dt.datetime) -> str:
    return moment.astimezone(time.SHANGHAI).strftime("%H:%M:%S")


_LOUD = {
    media.Loud.NONE: lambda: _("没有声音"),
    media.Loud.SILENT: lambda: _("听不到声音"),
    media.Loud.QUIET: lambda: _("声音太小"),
    media.Loud.RIGHT: lambda: _("声音正好"),
    media.Loud.LOUD: lambda: _("声音太响"),
}
_SMALL = {
    "on": lambda: _("有"),
    "no_core": lambda: _("没有：服务器没有空闲的核"),
    "off": lambda: _("没有：设置里关着"),
    "busy": lambda: _("停了：服务器来不及做"),
}
