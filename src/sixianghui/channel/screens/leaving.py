"""Taking a piece back, retiring a column, copying, taking back a time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView
from wagtail.admin.views.pages.unpublish import UnpublishView

from sixianghui.channel import commands
from sixianghui.channel.desk_forms import CopyPieceForm, WithdrawForm
from sixianghui.channel.screens import person_of
from sixianghui.common.errors import HouseError


class WithdrawPiece(UnpublishView):
    """In place of Wagtail's question whether one is sure: why."""

    template_name = "wagtailadmin/pages/withdraw.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.permissions_for_user(request.user).can_withdraw():
            raise PermissionDenied
        self.form = WithdrawForm(request.POST if request.method == "POST" else None)
        # Past Wagtail's own question, which is always answered no.
        answer: HttpResponse = super(UnpublishView, self).dispatch(request, *args, **kwargs)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                commands.withdraw_article(
                    self.object, by=person_of(request), reason=self.form.cleaned_data["reason"]
                )
            except HouseError as error:
                self.form.add_error(None, str(error))
            else:
                messages.success(request, _("《%(title)s》撤下了。") % {"title": self.object.title})
                return redirect(self.get_next_url())
        page: HttpResponse = self.render_to_response(self.get_context_data())
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["form"] = self.form
        return context


class RetireColumn(UnpublishView):
    """A column leaves the navigation; its pieces stay at their addresses."""

    template_name = "wagtailadmin/pages/retire_column.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            commands.retire_column(self.object, by=person_of(request))
        except HouseError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("“%(title)s”停了，里面的稿子还在原来的地址。") % {"title": self.object.title}
            )
        return redirect(self.get_next_url())


class CopyPiece(CopyView):
    """A copy is a new draft of whoever copies."""

    def get_form_class(self) -> type[CopyPieceForm]:
        return CopyPieceForm

    def post(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        answer: HttpResponse = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        column = form.cleaned_data["new_parent_page"].specific
        try:
            made = commands.copy_article(
                self.page.specific,
                to=column,
                title=form.cleaned_data["new_title"],
                slug=form.cleaned_data["new_slug"],
                by=person_of(self.request),
            )
        except HouseError as error:
            form.add_error(None, str(error))
            again: HttpResponse = self.form_invalid(form)
            return again
        messages.success(self.request, _("复制好了，这是一篇新草稿。"))
        return redirect(reverse("wagtailadmin_pages:edit", args=[made.pk]))


class Unschedule(RevisionsUnscheduleView):
    """The time is taken back by our command, which records it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            commands.unschedule(self.object, by=person_of(request))
        except HouseError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("定时取消了。稿子又是草稿，改好以后重新送审。"))
        return redirect(self.get_next_url())


class NotHere(UnpublishView):
    """A screen of Wagtail's that this kind of page does not have."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404
