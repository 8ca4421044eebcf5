"""Activities as a calendar file (RFC 5545): lines of 75 octets, times in UTC, nothing that is not open to the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sixianghui.activities.models import Activity
from sixianghui.notify.public import whole

TYPE = "text/calendar; charset=utf-8"
_LINE = 75
#: How long an activity lasts in a calendar when nobody said.
_USUAL = dt.timedelta(hours=1)


def as_ical(activities: Iterable[Activity], *, name: str) -> str:
    """A calendar called `name`. The caller has seen to it that the reader may see all of them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sixianghui//activities//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for one in activities:
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _event(one: Activity) -> list[str]:
    address = whole(f"/activities/{one.ref}/")
    organisers = "、".join(
        [one.unit.short_name, *(partner.unit.short_name for partner in getattr(one, "with_units", ()))]
    )
    lines = [
        "BEGIN:VEVENT",
        f"UID:{one.ref}@sixianghui",
        f"DTSTAMP:{_utc(one.changed_at)}",
        f"LAST-MODIFIED:{_utc(one.changed_at)}",
        f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(one.ends_at or one.starts_at + _USUAL)}",
        f"SUMMARY:{_text(one.title)}",
        f"DESCRIPTION:{_text(organisers + (chr(10) + one.note if one.note else ''))}",
        f"URL:{address}",
    ]
    if one.place:
        lines.append(f"LOCATION:{_text(one.place)}")
    if getattr(one, "was_called_off", False):
        lines.append("STATUS:CANCELLED")
    return [*lines, "END:VEVENT"]


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(plain: str) -> str:
    """A value of type TEXT: backslash, semicolon, comma and line break are escaped."""
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def folded(line: str) -> str:
    """A content line with its end, folded at 75 octets and never inside a character."""
    parts: list[str] = []
    room, current = _LINE, ""
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(current)
            current, room = " ", _LINE - 1
        current += letter
        room -= size
    parts.append(current)
    return "\r\n".join(parts) + "\r\n"
