"""What the channel does by itself: release what was set down for a time, take back what has expired."""

from __future__ import annotations

from sixianghui.channel import commands


def publish_due() -> None:
    """Once a minute."""
    commands.publish_due()
