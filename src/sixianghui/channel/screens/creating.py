"""A new piece or column. The desk saves by itself and sends again what got no answer: still it is made once."""

from __future__ import annotations

import json
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from sixianghui.channel import side_panels
from sixianghui.channel.models import BasePage
from sixianghui.channel.screens.editing import EditColumn, EditPiece, OneTransaction
from sixianghui.common import ids
from sixianghui.ui import public as ui


class MadeOnce(CreateView):
    """A screen with a key of its own: what it sends after the first time is the next version of what it made then.

    Without this, a piece whose first answer was lost on the way would be made a second time by the next save. What the
    key led to is kept as the page's number and the version that this screen knows last.
    """

    template_name = "channel/desk/create.html"
    #: The screen on which what was made goes on.
    edits: type[EditView]

    def post(self, request: HttpRequest) -> HttpResponse:
        made = self._made()
        if made is not None:
            return self._go_on(*made)
        try:
            answer: HttpResponse = super().post(request)
        except IntegrityError:
            # The same screen's first sending ended while this one was on its way.
            made = self._made()
            if made is None:
                raise
            return self._go_on(*made)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Make it and keep the key, in one transaction: the caller's."""
        account, key = self.request.user.pk, self._key()
        if key:
            ui.begin_once(account, key)
        answer: HttpResponse = super().form_valid(form)
        if key:
            self._keep(self.page)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["intent"] = self._key() or ids.new_ref()
        return context

    def _key(self) -> str:
        return str(self.request.POST.get(ui.INTENT, ""))[:40]

    def _keep(self, page: BasePage) -> None:
        ui.keep_once(self.request.user.pk, self._key(), f"{page.pk}/{page.latest_revision_id}")

    def _made(self) -> tuple[BasePage, str] | None:
        """What this screen has made and the version it knows; None when it has made nothing yet, or that is gone."""
        account, key = self.request.user.pk, self._key()
        number, _slash, version = (ui.led_to(account, key) if key else "").partition("/")
        if not number:
            return None
        page = BasePage.objects.filter(pk=number).first()
        if page is None:
            ui.forget_once(account, key)
            return None
        return page, version

    def _go_on(self, page: BasePage, version: str) -> HttpResponse:
        """Save what was sent as the next version; what another window has saved meanwhile is not written over unseen."""
        known = page.revisions.filter(pk=version).first()
        posted = self.request.POST.copy()
        posted["loaded_revision_id"] = version
        posted["loaded_revision_created_at"] = known.created_at.isoformat() if known else ""
        self.request.POST = posted
        with transaction.atomic():
            answer: HttpResponse = self.edits.as_view()(self.request, page.pk)
            page.refresh_from_db(fields=["latest_revision"])
            if answer.status_code < 400:
                self._keep(page)
        if not self.expects_json_response or answer.status_code != 200:
            return answer
        return JsonResponse({**json.loads(answer.content), **_moves_to(page)})


def _moves_to(page: BasePage) -> dict[str, str]:
    """What the desk is told after a first save: where the screen goes on, and from where it takes what is missing."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {"url": address, "hydrate_url": set_query_params(address, {"_w_hydrate_create_view": "1"})}


class CreatePiece(OneTransaction, MadeOnce):
    """A new piece."""

    edits = EditPiece

    def get_side_panels(self) -> MediaContainer:
        """With the proofs from the start: autosave fills the panel as soon as the piece is there."""
        panels = list(super().get_side_panels())
        return MediaContainer([panels[0], *side_panels.beside(self.page, self.request), *panels[1:]])


class CreateColumn(OneTransaction, MadeOnce):
    """A new column: saved or published, never handed in."""

    edits = EditColumn
