"""Who is no reader: programs that fetch pages, by what they call themselves. The list is `robots.txt` beside this file."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

#: What an application or a telephone is called whose name only looks like a robot's; people read in it.
_PEOPLE = re.compile(r"baiduboxapp|bidubrowser|\(baidu; p\d|cubot", re.IGNORECASE)
_LONGEST = 1024


@lru_cache(4096)
def is_robot(agent: str) -> bool:
    """Whether a user agent is a program's. One that says nothing, or goes on and on, is."""
    if not agent.strip() or len(agent) > _LONGEST:
        return True
    return _patterns().search(_PEOPLE.sub("", agent)) is not None


@cache
def _patterns() -> re.Pattern[str]:
    lines = (Path(__file__).parent / "robots.txt").read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines if not line.startswith("#")), re.IGNORECASE)
