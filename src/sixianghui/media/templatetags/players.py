"""What `media/parts/player.html` needs."""

from __future__ import annotations

from typing import Any

from django import template

from sixianghui.media import watching
from sixianghui.media.models import Stream
from sixianghui.ui import public as ui

register = template.Library()


@register.simple_tag
def player_of(stream: Stream | None, live: object = False) -> watching.PlayerView | None:
    """The player of a recording, as live or again; nothing while it is not made."""
    return watching.player_of(stream, live=bool(live)) if stream is not None else None


@register.simple_tag(takes_context=True)
def plays(context: Any) -> str:
    """Say that this page plays something: its policy lets a script feed the player."""
    request = context.get("request")
    if request is not None:
        ui.plays(request)
    return ""
