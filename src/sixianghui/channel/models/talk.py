"""Where readers talk about a piece: its thread, which lives in the room of remarks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sixianghui.channel.models.pages import BasePage


class PieceThread(models.Model):
    """The thread of a piece, made when it comes out for the first time and kept when it is taken back."""

    page = models.OneToOneField(
        BasePage, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="talk_thread"
    )
    thread = models.OneToOneField(
        "remarks.Thread", verbose_name=_("讨论"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("稿子的讨论")
        verbose_name_plural = _("稿子的讨论")

    def __str__(self) -> str:
        return f"{self.page_id} · {self.thread_id}"
