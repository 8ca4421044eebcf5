"""Pages for those who write: with an account or without."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.complaints import askers, commands, limits, queries, rules
from sixianghui.complaints.forms import Burden, Letter, Receipt
from sixianghui.complaints.limits import Limit
from sixianghui.ui import public as ui


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Suggestions and complaints."""
    return _write(request, Letter, "complaints/write.html")


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def burden(request: HttpRequest) -> HttpResponse:
    """“This asks too much.”"""
    return _write(request, Burden, "complaints/burden.html")


def _write(request: HttpRequest, kind: type[Burden], template: str) -> HttpResponse:
    account = request.user if request.user.is_authenticated else None
    form = kind(
        request.POST or None,
        signed_in=account is not None,
        page=request.GET.get("page", ""),
        initial={"with_page": True},
    )
    if request.method != "POST":
        return _form(request, template, form)
    place = place_of(request)
    if limits.has_to_wait(Limit.LETTERS, place):
        return _form(request, template, form, status=429)
    if not form.is_valid():
        return _form(request, template, form)
    try:
        written = commands.write(**filled(form, account))
    except Conflict as error:
        form.add_error(None, str(error))
        return _form(request, template, form, status=409)
    limits.note(Limit.LETTERS, place)
    return thanks(request, written)


def filled(form: Burden, account: Any) -> dict[str, Any]:
    """What a form that is in order says, for `commands.write`."""
    return {
        "kind": form.kind,
        "text": form.cleaned_data["text"],
        "nonce": form.nonce,
        "by": account,
        "named": form.named,
        "contact": "" if form.named else form.cleaned_data["contact"],
        "page": form.carried_page,
        "asker": askers.asker_of(form.shown_page),
    }


def thanks(request: HttpRequest, written: commands.Written) -> HttpResponse:
    """It was received, and until when it is answered: the only page that shows a receipt code."""
    desk = queries.letter(written.complaint.pk).desk
    return render(request, "complaints/thanks.html", {"written": written, "desk": desk})


def context_of(form: Burden, status: int) -> dict[str, Any]:
    """What every form for a letter shows."""
    return {
        "form": form,
        "promise": rules.promise(time.today()),
        "limits": {
            "least": rules.SHORTEST,
            "most": rules.LONGEST,
            "contact": rules.CONTACT_LENGTH,
            "title": rules.TITLE_LONGEST,
            "name": rules.NAME_LENGTH,
        },
        "must_wait": status == 429,
        "committee": queries.committee(),
    }


def _form(request: HttpRequest, template: str, form: Burden, *, status: int = 200) -> HttpResponse:
    return render(request, template, context_of(form, status), status=status)


def place_of(request: HttpRequest) -> str:
    """Whom a limit counts: the machine's address; behind one address of a company, each account by itself."""
    if request.user.is_authenticated and not request.POST.get("unnamed"):
        return f"account {request.user.pk}"
    return str(request.META["REMOTE_ADDR"])


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The answer to a letter without a name, for whoever has the code. It is never in an address."""
    form = Receipt(request.POST or None)
    place = str(request.META["REMOTE_ADDR"])
    if request.method == "POST" and limits.has_to_wait(Limit.CODES, place):
        return _receipt(request, form, status=429)
    if request.method != "POST" or not form.is_valid():
        return _receipt(request, form)
    code = form.cleaned_data["code"]
    letter = queries.by_code(code)
    if letter is None:
        limits.note(Limit.CODES, place)
        form.add_error("code", _("没有这个回执码。请对一对，别漏了一位。"))
        return _receipt(request, form)
    return _letter(request, letter, code=code)


def _letter(request: HttpRequest, letter: queries.Letter, *, code: str = "") -> HttpResponse:
    """A letter for whoever wrote it."""
    context = {
        "letter": letter,
        "title": queries.title_of(letter),
        "words": queries.words_of(letter),
        "outcomes": queries.outcomes_of(letter),
        "told": queries.newest_preparation(letter.complaint) if letter.is_question else None,
        "code": code,
    }
    return render(request, "complaints/letter.html", context)


def _receipt(request: HttpRequest, form: Receipt, *, status: int = 200) -> HttpResponse:
    return render(
        request, "complaints/receipt.html", {"form": form, "must_wait": status == 429}, status=status
    )


@open_to_all
@never_cache
@require_POST
def withdrawal_by_code(request: HttpRequest) -> HttpResponse:
    """Take back a letter without a name."""
    place = str(request.META["REMOTE_ADDR"])
    form = Receipt(request.POST)
    if limits.has_to_wait(Limit.CODES, place):
        return _receipt(request, form, status=429)
    letter = queries.by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if letter is None:
        limits.note(Limit.CODES, place)
        raise NotThere(_("没有这封信。"))
    commands.withdraw(letter.complaint, code=form.cleaned_data["code"])
    return render(request, "complaints/withdrawn.html")


@open_to_all
@never_cache
@require_POST
def hiding_by_code(request: HttpRequest) -> HttpResponse:
    """Have the answer to a letter without a name for oneself alone."""
    place = str(request.META["REMOTE_ADDR"])
    form = Receipt(request.POST)
    if limits.has_to_wait(Limit.CODES, place):
        return _receipt(request, form, status=429)
    letter = queries.by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if letter is None:
        limits.note(Limit.CODES, place)
        raise NotThere(_("没有这封信。"))
    before = commands.hide(letter.complaint, code=form.cleaned_data["code"])
    return render(request, "complaints/hidden.html", {"was_out": before is rules.Publicity.RELEASED})


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I wrote under my name."""
    return render(request, "complaints/mine.html", {"letters": queries.written_by(request.user)})  # type: ignore[arg-type]


@signed_in
@require_safe
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """One letter of mine, with what was answered."""
    found = queries.letter_of(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return _letter(request, found)


@signed_in
@require_POST
def withdrawal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a letter of mine back."""
    found = queries.letter_of(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    commands.withdraw(found.complaint, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("撤回了，内容已经删去。"))
    return redirect("complaints:mine")


@signed_in
@require_POST
def hiding(request: HttpRequest, ref: str) -> HttpResponse:
    """Have the answer to a letter of mine for myself alone."""
    found = queries.letter_of(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    before = commands.hide(found.complaint, by=request.user)  # type: ignore[arg-type]
    was_out = before is rules.Publicity.RELEASED
    ui.toast(request, _("撤下了，别人读不到了。") if was_out else _("改好了，只回你一个人。"))
    return redirect("complaints:letter", ref=ref)
