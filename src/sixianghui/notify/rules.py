"""When a message goes out, when it is tried again, and what an address looks like. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: How long a message is kept.
KEPT = dt.timedelta(days=183)
#: The waits between tries: about a day in all, longer than a mail server's usual bad night.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
#: How long a try may take. Whoever took it and died is given up after that, and the next try begins.
HOLD = dt.timedelta(minutes=10)
#: How long before something begins its people must have heard: by then they are on their way.
ON_THE_WAY = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Hours:
    """A person's hours, in Shanghai: when they want quiet, and when the digest comes."""

    quiet_from: dt.time = dt.time(22)
    quiet_until: dt.time = dt.time(7)
    digest_at: dt.time = dt.time(8)


def end_of_quiet(moment: dt.datetime, hours: Hours) -> dt.datetime:
    """`moment` itself, or the end of the quiet hours in which it lies."""
    local = moment.astimezone(SHANGHAI)
    begin, end, now = hours.quiet_from, hours.quiet_until, local.time()
    if begin == end:
        return moment
    over_midnight = begin > end
    quiet = now >= begin or now < end if over_midnight else begin <= now < end
    if not quiet:
        return moment
    day = local.date() + dt.timedelta(days=1 if over_midnight and now >= begin else 0)
    return dt.datetime.combine(day, end, SHANGHAI).astimezone(dt.UTC)


def due(
    moment: dt.datetime, hours: Hours, *, urgent: bool, at_once: bool, before: dt.datetime | None = None
) -> dt.datetime:
    """When a message told at `moment` goes out: now if it is urgent; otherwise never in the quiet hours, and with the
    day's other messages unless the person wants this kind at once, or the digest would come too late for what begins
    at `before`. In the night it goes out only if the morning would be too late as well, and now is not."""
    if urgent:
        return moment
    awake = end_of_quiet(moment, hours)
    if cannot_wait(moment, hours, before):
        return moment if _is_late(awake, before) and not _is_over(moment, before) else awake
    return awake if at_once else _digest(moment, hours)


def cannot_wait(moment: dt.datetime, hours: Hours, before: dt.datetime | None) -> bool:
    """Whether the next digest would come too late for what begins at `before`."""
    return _is_late(_digest(moment, hours), before)


def _is_late(moment: dt.datetime, before: dt.datetime | None) -> bool:
    return before is not None and moment > before - ON_THE_WAY


def _is_over(moment: dt.datetime, before: dt.datetime | None) -> bool:
    return before is not None and moment >= before


def _digest(moment: dt.datetime, hours: Hours) -> dt.datetime:
    local = moment.astimezone(SHANGHAI)
    digest = dt.datetime.combine(local.date(), hours.digest_at, SHANGHAI)
    if digest <= local:
        digest += dt.timedelta(days=1)
    return end_of_quiet(digest.astimezone(dt.UTC), hours)


def wait_after(tries: int) -> dt.timedelta | None:
    """How long to wait after `tries` tries have failed; None: it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


#: How many codes or texts one address may be sent within how long.
LIMITS = ((dt.timedelta(minutes=1), 1), (dt.timedelta(hours=1), 5), (dt.timedelta(days=1), 10))


def may_send(before: Iterable[dt.datetime], now: dt.datetime) -> bool:
    """Whether one more may go to an address, seeing when the ones before went. A moment to come counts as one gone by."""
    known = list(before)
    return all(sum(1 for at in known if abs(now - at) < span) < most for span, most in LIMITS)


#: How many codes may be asked for from one place within an hour, whoever asks and wherever they go.
FROM_ONE_PLACE = (dt.timedelta(hours=1), 20)

#: A code that proves an address: how long it holds, and how often one may mistype it.
CODE_LIFE = {"mail": dt.timedelta(minutes=15), "sms": dt.timedelta(minutes=5)}
CODE_TRIES = 5
CODE_LENGTH = 6

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(
    rf"(?=[^@]{{1,64}}@)[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}"
)
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")


def mail_address(text: str) -> str | None:
    """A mail address as it is kept, with its domain in small letters; None: it is none that mail could reach."""
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > 254 or not _MAIL.fullmatch(text):
        return None
    name, _at, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def mobile_number(text: str) -> str | None:
    """A mainland mobile number as +86 and eleven digits, typed in whatever way; None: it is none."""
    digits = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", text))
    found = _MOBILE.fullmatch(digits)
    return f"+86{found[1]}" if found else None


def code_in(text: str) -> str:
    """What was typed as a code: full-width digits and gaps are no mistakes."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def masked(channel: str, value: str) -> str:
    """An address as its owner recognises it on a screen that others may see: `zh***@example.org`, `138****5678`."""
    if channel == "sms":
        number = value.removeprefix("+86")
        return f"{number[:3]}****{number[-4:]}"
    name, _at, domain = value.rpartition("@")
    return f"{name[:2] if len(name) > 3 else name[:1]}***@{domain}"
