"""What stands beside a piece while it is written: the proofs, and the ways to its story and its outside readers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from sixianghui.channel import proof_words, queries
from sixianghui.channel.models import Piece


class ProofsPanel(BaseSidePanel):
    """What the proofs find in the words as they were last saved; Wagtail's autosave brings it anew each time."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """With the number of what must be looked at."""

        aria_label = _("三校")
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = sum(one.must for one in self.panel.found())
            return context

    name = "proofs"
    title = _("三校")
    template_name = "channel/desk/panel.html"
    order = 200

    def found(self) -> list[proof_words.Said]:
        """In words; asked twice, found once."""
        known: list[proof_words.Said] | None = getattr(self, "_found", None)
        if known is None:
            known = self._found = [proof_words.said(one) for one in queries.findings_in(self.object)]
        return known

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["found"] = self.found()
        if self.object.pk:
            context["open_links"] = queries.standing_links(self.object).count()
            context["remarks"] = list(queries.remarks_waiting(self.object).select_related("link"))
        return context


def beside(page: Any, request: HttpRequest) -> list[BaseSidePanel]:
    """The panels of ours for a page."""
    return [ProofsPanel(page, request)] if isinstance(page, Piece) else []
