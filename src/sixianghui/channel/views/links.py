"""Reading a draft by a link, without an account; and the desk's list of such links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.channel import commands, queries
from sixianghui.channel.actions import Action
from sixianghui.channel.forms import LinkForm, RemarkForm
from sixianghui.channel.models import Piece, ReviewLink
from sixianghui.common.errors import Conflict
from sixianghui.common.policy import open_to_all, requires
from sixianghui.complaints.public import Limit, has_to_wait, note_attempt
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as its readers would see it, under a banner that says it is not out."""
    link = _link(request, token)
    piece = queries.draft_of(link)
    if piece is None:
        raise Http404
    if request.method == "GET":
        commands.note_opened(link)
    request.is_preview = True  # type: ignore[attr-defined]  # as Wagtail's own preview says it
    context = piece.get_context(request)
    context |= {"page_banner": "channel/review/banner.html", "link": link, "token": token}
    # No referrer at all: whatever the draft links to does not learn of this address.
    return _private(TemplateResponse(request, piece.get_template(request), context), "no-referrer")


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, token: str) -> HttpResponse:
    """What the reader of a draft has to say."""
    link = _link(request, token)
    form = RemarkForm(request.POST or None)
    if request.method != "POST":
        return _form(request, form, link, token)
    place = str(request.META["REMOTE_ADDR"])
    if has_to_wait(Limit.REMARKS, place):
        return _form(request, form, link, token, status=429)
    if not form.is_valid():
        return _form(request, form, link, token, status=422)
    try:
        commands.write_remark(
            link, who=form.cleaned_data["who"], text=form.cleaned_data["text"], nonce=form.nonce
        )
    except Conflict as error:
        form.add_error(None, str(error))
        return _form(request, form, link, token, status=409)
    note_attempt(Limit.REMARKS, place)
    context = {"link": link, "token": token}
    return _private(render(request, "channel/review/thanks.html", context), "strict-origin")


def _link(request: HttpRequest, token: str) -> ReviewLink:
    """A wrong token, a dead one and none at all are the same 404; guessing has an end."""
    place = str(request.META["REMOTE_ADDR"])
    if has_to_wait(Limit.TOKENS, place):
        raise Http404
    found = queries.link_for(token)
    if found is None:
        note_attempt(Limit.TOKENS, place)
        raise Http404
    return found


def _form(
    request: HttpRequest, form: RemarkForm, link: ReviewLink, token: str, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "link": link, "token": token, "must_wait": status == 429}
    # A form sent from a page without any referrer has no origin either, and would be refused: the host alone may be said.
    return _private(render(request, "channel/review/remark.html", context, status=status), "strict-origin")


def _private(response: HttpResponse, referrer: str) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = referrer
    return response


@requires(Action.EDIT_PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, number: int) -> HttpResponse:
    """The links of a piece, what was said through them, and a new one."""
    piece = _piece(number)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = commands.make_link(
                piece,
                invited=form.cleaned_data["invited"],
                days=form.cleaned_data["days"],
                by=request.user,  # type: ignore[arg-type]
                key=request.POST.get(ui.INTENT, "")[:40],
            )
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            return _private(_list(request, piece, LinkForm(), token=token), "strict-origin")
    return _list(request, piece, form, status=422 if request.method == "POST" else 200)


def _list(
    request: HttpRequest, piece: Piece, form: LinkForm, *, token: str = "", status: int = 200
) -> HttpResponse:
    context = {"piece": piece, "form": form, "token": token, "links": queries.links_of(piece)}
    return render(request, "channel/desk/links.html", context, status=status)


def _piece(number: int) -> Piece:
    piece = queries.piece_at_desk(number)
    if piece is None:
        raise Http404
    return piece


@requires(Action.EDIT_PAGE)
@require_POST
def revocation(request: HttpRequest, ref: str) -> HttpResponse:
    """A link ends now."""
    link = queries.link_called(ref)
    if link is None:
        raise Http404
    commands.revoke_link(link, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("停掉了。拿着链接的人再打开，看到的是“没有这一页”。"))
    return redirect("channel:links", number=link.page_id)


@requires(Action.EDIT_PAGE)
@require_POST
def settlement(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody has dealt with a remark."""
    found = queries.remark_called(ref)
    if found is None:
        raise Http404
    commands.settle_remark(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("记下了：这条意见处理过了。"))
    return redirect("channel:links", number=found.link.page_id)
