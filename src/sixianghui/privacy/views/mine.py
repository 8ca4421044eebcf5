"""What the house keeps, for everybody in general and for each about themselves."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.privacy import commands, forms, papers, queries, rules
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

#: How many rows of one kind the page shows; all are in the copy.
SHOWN = 10


@open_to_all
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is kept about people, by what it is for, and what they may do about it."""
    context = {"pages": queries.register_by_purpose(), "days": rules.ANSWER_DAYS}
    return ui.keep(request, render(request, "privacy/register.html", context), "personal-data", seconds=3600)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself, in plain words, by room."""
    account = request.user
    told = queries.everything_about(queries.subject_of(account))  # type: ignore[arg-type]
    context = {
        "rooms": [(one, papers.tables(one, most=SHOWN, all_of_it=False), papers.whys(one)) for one in told],
        "requests": queries.own_requests(account)[:20],  # type: ignore[arg-type]
        "consents": queries.consents_now(account),  # type: ignore[arg-type]
    }
    return render(request, "privacy/mine.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@ui.once
def copy(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, see how far it is, fetch it."""
    if request.method == "POST":
        commands.ask_for_copy(by=request.user)  # type: ignore[arg-type]
        return redirect("privacy:copy")
    cursor = realtime.cursor()
    copies = list(queries.copies_of(request.user)[:5])  # type: ignore[arg-type]
    making = next((one for one in copies if one.ready_at is None), None)
    context = {"copies": [one for one in copies if one.ready_at], "making": making, "cursor": cursor}
    return render(request, "privacy/own_copy.html", context)


@signed_in
@require_safe
def copy_progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far a copy is."""
    found = queries.copy_of(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    state = {
        "done": found.rooms_done,
        "total": found.rooms,
        "stage": "",
        "finished": found.ready_at is not None,
    }
    return JsonResponse(state)


@signed_in
@require_safe
def copy_file(request: HttpRequest, ref: str) -> HttpResponse | FileResponse:
    """The file, for its owner alone."""
    found = queries.copy_of(request.user, ref)  # type: ignore[arg-type]
    if found is None or found.ready_at is None:
        raise Http404
    try:
        file = commands.fetch_copy(found, by=request.user)  # type: ignore[arg-type]
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{_('我的信息')}-{found.ready_at.astimezone(time.SHANGHAI):%Y%m%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@signed_in
@require_http_methods(["GET", "POST"])
@ui.once
def correction(request: HttpRequest) -> HttpResponse:
    """Ask to have something corrected."""
    subject = queries.subject_of(request.user)  # type: ignore[arg-type]
    form = forms.Correction(request.POST or None, subject=subject)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.ask_correction(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("收到了，%(day)s以前答复你。") % {"day": ui.short_date(made.due_on)})
            return redirect("privacy:mine")
    return render(request, "privacy/correction.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@ui.once
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be erased."""
    form = forms.Erasure(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.ask_erasure(text=form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("收到了，%(day)s以前答复你。") % {"day": ui.short_date(made.due_on)})
            return redirect("privacy:mine")
    return render(request, "privacy/erasure.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one's own request back."""
    found = queries.own_requests(request.user).filter(ref=ref).first()  # type: ignore[arg-type]
    if found is None:
        raise Http404
    commands.withdraw_request(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("撤回了。"))
    return redirect("privacy:mine")


@signed_in
@require_POST
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """Agree to one thing."""
    commands.give_consent(code, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("记下了。什么时候都能撤回。"))
    return redirect("privacy:mine")


@signed_in
@require_POST
def withdraw_consent(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back."""
    commands.withdraw_consent(code, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("撤回了，别的都不受影响。"))
    return redirect("privacy:mine")
