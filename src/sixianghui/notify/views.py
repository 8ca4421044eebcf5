"""One's messages, how one wants to be told, stopping letters by a link, and the outbox."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sixianghui.access import public as access
from sixianghui.access.public import Account
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.notify import queries, senders
from sixianghui.notify.commands import addresses, preferences
from sixianghui.notify.forms import AT_ONCE, NEVER, Code, NewAddress, Wishes
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _number(text: str | None) -> int | None:
    """A number from an address; what is none, is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@signed_in
def messages(request: HttpRequest) -> HttpResponse:
    """One's messages, the newest first; a POST marks them as read."""
    account = _account(request)
    if request.method == "POST":
        preferences.mark_read(account, _number(request.POST.get("until")) or 0)
        return redirect("notify:messages")
    context = {
        "cursor": realtime.cursor(),  # asked for before the messages are read
        "topic": queries.topic_of(account),
        "inbox": queries.inbox(account, before=_number(request.GET.get("before"))),
        "before": request.GET.get("before"),
    }
    return render(request, "notify/messages.html", context)


@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """How one wants to be told."""
    account = _account(request)
    preference = queries.preference_of(account)
    form = Wishes(request.POST or None, preference=preference)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        preferences.set_preference(
            account,
            language=kept["language"],
            quiet_from=kept["quiet_from"],
            quiet_until=kept["quiet_until"],
            digest_at=kept["digest_at"],
            at_once=form.kinds_with(AT_ONCE),
            muted=form.kinds_with(NEVER),
            mute_all=kept["mute_all"],
        )
        ui.toast(request, _("以后照这样发。"))
        return redirect("notify:settings")
    return _settings_page(request, form, status=422 if form.is_bound else 200)


def _settings_page(
    request: HttpRequest, form: Wishes, *, status: int = 200, new: NewAddress | None = None
) -> HttpResponse:
    account = _account(request)
    context = {
        "form": form,
        "new": new,
        "channels": queries.reach_of(account),
        "fresh": not access.must_prove(request),
    }
    return render(request, "notify/settings.html", context, status=status)


@signed_in
def address(request: HttpRequest) -> HttpResponse:
    """Add an address: a code goes there. Asked for by GET, it is the way to prove who one is before that."""
    unproved = access.ask_proof(request, reverse("notify:settings"))
    if unproved is not None or request.method != "POST":
        return unproved or redirect("notify:settings")
    account = _account(request)
    form = NewAddress(request.POST)
    if form.is_valid():
        try:
            made = addresses.add_address(
                account,
                form.cleaned_data["channel"],
                form.cleaned_data["value"],
                place=request.META["REMOTE_ADDR"],
            )
        except HouseError as error:
            form.add_error("value", str(error))
        else:
            return redirect("notify:proof", made.ref)
    wishes = Wishes(preference=queries.preference_of(account))
    return _settings_page(request, wishes, status=422, new=form)


@signed_in
def proof(request: HttpRequest, ref: str) -> HttpResponse:
    """Prove an address with the code that came there."""
    account = _account(request)
    found = queries.own_address(account, ref)
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            addresses.prove_address(account, ref, form.cleaned_data["code"])
        except HouseError as error:
            form.add_error("code", str(error))
        else:
            ui.toast(request, _("验证好了，以后消息会发到这里。"))
            return redirect("notify:settings")
    status = 422 if form.is_bound else 200
    return render(
        request, "notify/proof.html", {"form": form, "address": queries.shown(found)}, status=status
    )


@signed_in
@require_POST
def removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an address away."""
    unproved = access.ask_proof(request, reverse("notify:settings"))
    if unproved is not None:
        return unproved
    addresses.remove_address(_account(request), ref)
    ui.toast(request, _("删掉了，不再往那里发。"))
    return redirect("notify:settings")


@csrf_exempt  # a mail program presses the button in the reader's stead; whoever has the signed link may
@open_to_all
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters without signing in. Opening the page does nothing; pressing does, so that a preview cannot."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    again = request.POST.get("again") == "yes"
    if request.method == "POST":
        asked = preferences.stop(token, again=again)
    else:
        asked, _whose = queries.stop_asked(token)
    state = ("again" if again else "stopped") if request.method == "POST" else "asked"
    return render(request, "notify/stop.html", {"label": queries.label_of(asked.kind), "state": state})


@signed_in
def outbox(request: HttpRequest) -> HttpResponse:
    """Letters that did not leave this machine."""
    page = queries.outbox_for(_account(request))
    if page is None:
        raise Http404
    return render(
        request,
        "notify/outbox.html",
        {"page": page, "mail": senders.is_open(senders.MAIL), "sms": senders.is_open(senders.SMS)},
    )
