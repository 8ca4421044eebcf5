"""Changing a piece or a column. What a command refuses is said on the same screen; nothing typed is lost."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PageStatusSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import WorkflowState

from sixianghui.channel import commands, queries, side_panels
from sixianghui.common.errors import Conflict, HouseError

#: What ends with the page leaving the writer's hands; each is refused when somebody has saved another version meanwhile.
_HANDS_OVER = frozenset({"submit", "restart_workflow", "perform_workflow_action", "publish"})


class OneTransaction:
    """Saving and what follows happen together or not at all; a refusal becomes an error of the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        page: Any = self.page  # type: ignore[has-type]
        before = page.pk, page.latest_revision
        try:
            with transaction.atomic():
                self._look_first(form)
                answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except HouseError as error:
            page.pk, page.latest_revision = before
            self.page = page
            form.add_error(None, str(error))
            refused: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
            return refused
        return answer

    def _look_first(self, form: Any) -> None:
        """Raise what can be known before anything is written."""


class StatusOfPiece(PageStatusSidePanel):
    """With the three reviews and their people; without privacy, which no page of ours has."""

    def get_status_templates(self, context: dict[str, Any]) -> list[str]:
        templates: list[str] = super().get_status_templates(context)
        kept = [name for name in templates if not name.endswith("/privacy.html")]
        return [kept[0], "wagtailadmin/pages/reviews_of_piece.html", *kept[1:]]

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        if self.object.pk:
            context["reviews"] = queries.progress_of(self.object)
        return context


class EditPiece(OneTransaction, EditView):
    """A piece that there is."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        self._say_why_returned()
        answer: HttpResponse = super().get(request)
        return answer

    def _say_why_returned(self) -> None:
        state = self.page.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return
        returned = queries.last_return(self.page)
        if returned is not None:
            messages.warning(
                self.request,
                format_html(
                    "<b>{}</b> {}",
                    _("%(level)s退回了这篇稿子：") % {"level": returned.get_level_display()},
                    returned.reason,
                ),
                extra_tags="returned",
            )

    def get_side_panels(self) -> MediaContainer:
        panels = list(super().get_side_panels())
        old = panels[0]
        panels[0] = StatusOfPiece(
            self.page,
            self.request,
            show_schedule_publishing_toggle=old.show_schedule_publishing_toggle,
            live_object=old.live_object,
            scheduled_object=old.scheduled_object,
            locale=old.locale,
            translations=old.translations,
            parent_page=old.parent_page,
        )
        return MediaContainer([panels[0], *side_panels.beside(self.page, self.request), *panels[1:]])

    @cached_property
    def is_cancelling_workflow(self) -> bool:
        """A reviewer returns a piece and says why; only whoever handed it in takes it back without a word."""
        return bool(self.request.POST.get("action-cancel-workflow")) and self.page_perms.can_take_back()

    @cached_property
    def action_name_and_method(self) -> Any:
        name, method = super().action_name_and_method
        return ("submit", self.submit_action) if name == "restart_workflow" else (name, method)

    def _look_first(self, form: Any) -> None:
        if self.action_name in _HANDS_OVER and self.is_out_of_date:
            raise Conflict(_("你打开以后，别人存过一版。先看看改了什么，再送审或下结论。"))
        if self.action_name == "perform_workflow_action":
            self._take_only_what_the_form_takes()

    def _take_only_what_the_form_takes(self) -> None:
        """What a reviewer adds was asked for in a window of its own; the browser hands it back as it likes."""
        try:
            said = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}")
        except json.JSONDecodeError:
            said = None
        if not isinstance(said, dict):
            raise Conflict(_("没有收到你的意见，请再点一次。"))
        commands.hold_review(self.page, said.get("review"))
        asked = self.page.current_workflow_task.get_form_for_action(self.workflow_action)(said)
        if not asked.is_valid():
            raise Conflict(" ".join(str(word) for words in asked.errors.values() for word in words))
        posted = self.request.POST.copy()
        posted["workflow-action-extra-data"] = json.dumps(asked.cleaned_data)
        self.request.POST = posted


class EditColumn(OneTransaction, EditView):
    """The front page or a column."""


class RevertPiece(EditPiece, RevisionsRevertView):
    """An old version brought back is a new draft and nothing more, whatever button the browser names."""

    @cached_property
    def action_name_and_method(self) -> Any:
        return ("save", self.save_action)
