"""Letters to the secretary as the channel shows them: what the room below released, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from sixianghui.channel.sources import Letter
from sixianghui.complaints import public as complaints

#: As many as any page of the channel shows.
MOST = 24
_LINE = 60


def letters() -> Iterator[Letter]:
    """The newest answers. Two queries."""
    for one in complaints.released_letters(MOST):
        yield Letter(
            title=one.title,
            url=one.url,
            promised=one.promised,
            answered=one.answered,
            whose=f"{one.unit} {one.post}".strip(),
            asked=one.asked,
            answer=_line(one.answer),
            changed=_line(one.changes[0].text) if one.changes else "",
        )


def _line(text: str) -> str:
    """The beginning of a text in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LINE else f"{plain[:_LINE]}…"
