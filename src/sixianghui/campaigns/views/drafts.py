"""Writing a notice and sending it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.campaigns import commands, queries, wording
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.forms.notices import AddressForm, HeadForm, ItemForm, SendingForm
from sixianghui.campaigns.models import Notice, Point
from sixianghui.campaigns.rules import burden
from sixianghui.common.errors import HouseError, Refused
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


def draft_of(request: HttpRequest, ref: str) -> Any:
    """A draft of one's own committee, or the usual 404."""
    found = queries.draft_of(request.user, ref)
    if found is None:
        raise Http404
    return found


def _item(request: HttpRequest, ref: str) -> Point:
    """A point of such a draft, or the usual 404."""
    found = queries.item_of(request.user, ref)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, form: Any, title: str, notice: Notice | None = None, lede: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "notice": notice, "lede": lede}
    return render(request, "campaigns/notice_form.html", context, status=422 if form.errors else 200)


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Begin a notice."""
    committee = queries.senders_of(request.user).first()
    if committee is None:
        raise Refused(_("这件事要由行业党委的工作人员来做。"))
    initial = {"campaign": request.GET.get("campaign", "")}
    form = HeadForm(request.POST or None, committee=committee, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.draft_notice(form.head, unit=committee, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。"))
            return redirect("campaigns:draft", made.ref)
    return _form(request, form, _("写一份通知"), lede=_("先写个头，下一步再一件一件写要做的事。"))


@requires(Action.SEND)
@require_safe
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft with its burden beside it."""
    found = draft_of(request, ref)
    return render(request, "campaigns/draft.html", _context(found))


def _context(notice: Any) -> dict[str, Any]:
    seen = queries.preview(notice)
    titles = {item.pk: item.title for item in seen.items}
    return {
        "notice": notice,
        "seen": seen,
        "meter": seen.meter,
        "minutes_each": list(seen.meter.costs),
        "sentences": [wording.sentence(one, titles) for one in seen.faults],
        "head": queries.letterhead(notice.unit),
        "addressed": queries.addressed(notice),
        "over": burden.needs_reason(seen.meter),
    }


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def head(request: HttpRequest, ref: str) -> HttpResponse:
    """What it says around its points."""
    found = draft_of(request, ref)
    form = HeadForm(request.POST or None, committee=found.unit, notice=found)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_draft(found, form.head, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。"))
            return redirect("campaigns:draft", found.ref)
    return _form(request, form, _("标题、开头和结尾"), found)


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def item_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a point."""
    found = draft_of(request, ref)
    form = ItemForm(request.POST or None, notice=found)
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_item(found, form.item, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。"))
            return redirect("campaigns:draft", found.ref)
    return _form(request, form, _("加一件事"), found, _("一件事写一条，对方才好一件一件办。"))


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def item(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a point."""
    one = _item(request, ref)
    found = one.notice
    form = ItemForm(request.POST or None, notice=found, item=one)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_item(one, form.item, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。"))
            return redirect("campaigns:draft", found.ref)
    return _form(request, form, _("改这件事"), found)


@requires(Action.SEND)
@require_POST
@ui.once
def item_removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a point out."""
    one = _item(request, ref)
    commands.remove_item(one, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("删去了。"))
    return redirect("campaigns:draft", one.notice.ref)


@requires(Action.SEND)
@require_POST
@ui.once
def item_raising(request: HttpRequest, ref: str) -> HttpResponse:
    """Move a point up."""
    one = _item(request, ref)
    commands.raise_item(one, by=request.user)  # type: ignore[arg-type]
    return redirect("campaigns:draft", one.notice.ref)


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def addresses(request: HttpRequest, ref: str) -> HttpResponse:
    """To whom it goes."""
    found = draft_of(request, ref)
    form = AddressForm(request.POST or None, notice=found)
    if request.method == "POST" and form.is_valid():
        try:
            commands.address_notice(found, form.to, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。"))
            return redirect("campaigns:draft", found.ref)
    return _form(request, form, _("发给谁"), found, _("发出的那一刻再按名册算一遍，新登记的也收得到。"))


@requires(Action.SEND)
@require_POST
@ui.once
def removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw the draft away."""
    found = draft_of(request, ref)
    commands.discard_draft(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("草稿丢掉了。"))
    return redirect("campaigns:notices")


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def sending(request: HttpRequest, ref: str) -> HttpResponse:
    """A last look, with what it costs, and then out."""
    found = draft_of(request, ref)
    context = _context(found)
    form = SendingForm(request.POST if request.method == "POST" else None, over=context["over"])
    if request.method == "POST" and form.is_valid():
        try:
            commands.send_notice(found, reason=form.cleaned_data.get("reason", ""), by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("发出去了，内容随消息送到，不用谁登录来看。"))
            return redirect("campaigns:notice", found.ref)
    return render(
        request, "campaigns/sending.html", {**context, "form": form}, status=422 if form.errors else 200
    )
