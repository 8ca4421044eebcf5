"""A short word after something was done, with a way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say on the next page that something is done. `undo` is an address that takes it back by POST."""
    messages.success(request, text, extra_tags=undo)


def refused(request: HttpRequest, text: str) -> None:
    """Say on the next page that something was not done, and why. It looks and sounds unlike what was done."""
    messages.error(request, text)


def undo_of(message: Message) -> str:
    """The address by which a message's act is taken back, or nothing."""
    address = message.extra_tags or ""
    return address if address.startswith("/") else ""
