"""What the channel does by itself: release what was set down for a time, take back what has expired, forget what
readers and outside reviewers wrote long ago, close the months of reads."""

from __future__ import annotations

from sixianghui.channel import commands


def publish_due() -> None:
    """Once a minute."""
    commands.publish_due()


def forget_notes() -> None:
    """Once a day."""
    commands.forget_notes()


def relate_all() -> None:
    """Once a day."""
    commands.relate_all()


def forget_links() -> None:
    """Once a day."""
    commands.forget_links()


def tend_reads() -> None:
    """Once a day."""
    commands.tend_reads()
