"""Domain code takes time from `common.time` and from nowhere else."""

from __future__ import annotations

import ast

from tests.contract.house import Code, all_code, dotted

FORBIDDEN = {
    "timezone.now", "timezone.localdate", "timezone.localtime",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "dt.datetime.now", "dt.datetime.utcnow", "dt.datetime.today", "dt.date.today",
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today",
    "time.time", "time.localtime", "time.gmtime", "real.time",
}  # fmt: skip
#: Where the real clock is meant: sessions and sign-in limits, jobs, the front door, measuring. `monotonic` is free.
REAL_CLOCK = {
    "common/time.py": "it is the clock",
    "access/commands/": "one-time links, sign-in limits and sessions",
    "access/roll.py": "which sessions are over",
    "access/middleware.py": "whether a session is over",
    "access/entry.py": "how long ago somebody signed in",
    "operations/basics.py": "how far the clock of the database's host is from ours",
    "tasks/clock.py": "jobs run by the real clock",
    "channel/desk_clock.py": "it gives Wagtail the domain's clock in place of the real one",
    "complaints/limits.py": "how often one place may write",
    "remarks/limits.py": "how often one person may write",
    "media/limits.py": "how much one person uploads on a real day",
    "media/commands/": "what waits for the scanner, and what was thrown away, grows old by the real clock",
    "notify/clock.py": "letters reach people at real hours",
    "operations/clock.py": "backups grow old by the real clock",
    "ui/once.py": "a form sent twice is known for a week",
    "vault/": "keys age by the real clock",
    "project/clock.py": "it sets the domain's clock",
    "project/": "process control, replays that set the clock",
    "front/": "HTTP dates and cache ages",
    "ingest/": "silences are real; it hears from `app` what the domain's clock says",
    "media/tokens.py": "tokens of pieces grow old by the real clock, like sessions",
}


def real_time_taken(code: Code) -> list[str]:
    """Calls (and uses as a default) of a real clock."""
    if any(code.path == path or (path.endswith("/") and code.path.startswith(path)) for path in REAL_CLOCK):
        return []
    aliases = _aliases(code)
    return [
        f"{code.path}:{node.lineno} {dotted(node)}"
        for node in ast.walk(code.tree)
        if isinstance(node, ast.Attribute | ast.Name) and _real_name(dotted(node), aliases) in FORBIDDEN
    ]


def _aliases(code: Code) -> dict[str, str]:
    """What local names stand for, so that `common.time` is not taken for the standard library's."""
    found: dict[str, str] = {}
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _real_name(name: str, aliases: dict[str, str]) -> str:
    head, _, rest = name.partition(".")
    full = aliases.get(head, head)
    if full.startswith("sixianghui."):
        return ""
    full = {
        "django.utils.timezone": "timezone",
        "datetime.datetime": "datetime",
        "datetime.date": "date",
    }.get(full, full)
    if full == "django.utils.timezone.now":
        return "timezone.now"
    return f"{full}.{rest}" if rest else full


def test_rooms_when_they_take_time_then_from_the_domain_clock() -> None:
    assert [call for code in all_code() for call in real_time_taken(code)] == []


def test_clock_when_a_room_takes_real_time_then_is_found() -> None:
    text = (
        "import datetime as dt\nimport time as real\nfrom django.utils import timezone\n"
        "from datetime import date\nfrom sixianghui.common import time\n"
        "a = timezone.now()\nb = dt.datetime.now()\nc = date.today()\nd = real.time()\n"
        "ok = time.now(); ok2 = time.today(); ok3 = real.monotonic()\n"
    )
    assert real_time_taken(Code("lectures/commands.py", text)) == [
        "lectures/commands.py:6 timezone.now",
        "lectures/commands.py:7 dt.datetime.now",
        "lectures/commands.py:8 date.today",
        "lectures/commands.py:9 real.time",
    ]
    assert real_time_taken(Code("tasks/clock.py", text)) == []
