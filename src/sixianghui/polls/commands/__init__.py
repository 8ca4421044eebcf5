"""Writes of polls."""

from sixianghui.polls.commands.answering import answer
from sixianghui.polls.commands.asking import TAG, change, discard, draft, publish, tag_of, tell_outcome
from sixianghui.polls.commands.ending import close_due, close_early, erase_of, withdraw

__all__ = [
    "TAG",
    "answer",
    "change",
    "close_due",
    "close_early",
    "discard",
    "draft",
    "erase_of",
    "publish",
    "tag_of",
    "tell_outcome",
    "withdraw",
]
