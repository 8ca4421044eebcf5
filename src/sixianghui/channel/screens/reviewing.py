"""The windows in which a piece is passed or returned."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView

from sixianghui.channel import commands
from sixianghui.channel.screens import person_of
from sixianghui.common.errors import HouseError


class _OfThisPiece:
    """The review named in the address has to be one of the piece named in it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if str(self.task_state.workflow_state.object_id) != str(self.object.pk):  # type: ignore[attr-defined]
            raise Http404
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def _refused(self, request: HttpRequest, form: Any) -> HttpResponse:
        """In the window with what was typed; without a window, as a message on the screen of the piece."""
        if _in_window(request):
            window: HttpResponse = self.render_modal_form(request, form)  # type: ignore[attr-defined]
            return window
        for words in form.errors.values():
            messages.error(request, " ".join(str(word) for word in words))
        return redirect(self.redirect_url)  # type: ignore[attr-defined]


class ReviewPiece(_OfThisPiece, WorkflowActionView):
    """Pass or return, from a list or a preview."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    self.task.on_action(self.task_state, request.user, self.action_name, **form.cleaned_data)
            except HouseError as error:
                form.add_error(None, str(error))
        if form.errors:
            return self._refused(request, form)
        if _in_window(request):
            done: HttpResponse = self.render_modal_json(
                request, {"step": "success", "redirect": self.redirect_url}
            )
            return done
        return redirect(self.redirect_url)


class AskReviewer(_OfThisPiece, CollectWorkflowActionDataView):
    """What a reviewer adds while writing in the piece: asked for in a window, acted on with the piece itself.

    What would be refused then is refused here already, while the window with its words is still open.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                commands.check(
                    self.task_state,
                    self.action_name,
                    by=person_of(request),
                    comment=form.cleaned_data.get("comment", ""),
                )
            except HouseError as error:
                form.add_error(None, str(error))
        if form.errors:
            return self._refused(request, form)
        # The screen hands it back with the piece, and so which review it was that was judged.
        said = {**form.cleaned_data, "review": self.task_state.pk}
        heard: HttpResponse = self.render_modal_json(request, {"step": "success", "cleaned_data": said})
        return heard


def _in_window(request: HttpRequest) -> bool:
    return request.headers.get("x-requested-with") == "XMLHttpRequest"
