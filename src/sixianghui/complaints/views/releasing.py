"""Pages for the second person: what waits to be released, and what stands."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.complaints import commands, queries
from sixianghui.complaints.actions import Action
from sixianghui.complaints.forms import Change, Returning
from sixianghui.complaints.views.reading import PER_PAGE
from sixianghui.ui import public as ui


@requires(Action.RELEASE)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what stands within my reach."""
    account: Any = request.user
    page = Paginator(queries.released_by_reach(account), PER_PAGE).get_page(request.GET.get("page"))
    context = {"waiting": queries.to_release(account), "page": page}
    return render(request, "complaints/releases.html", context)


@requires(Action.RELEASE)
@require_safe
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """One text, word for word as everybody will read it."""
    return _page(request, _found(request, ref), Returning())


@requires(Action.RELEASE)
@require_POST
@ui.once
def verdict(request: HttpRequest, ref: str) -> HttpResponse:
    """Release it, return it, take down what stands, or say what changed since: whichever button was pressed."""
    account: Any = request.user
    found = _found(request, ref)
    said = request.POST.get("verdict", "")
    if said == "change":
        return _change(request, found)
    form = Returning(request.POST)
    if said == "return" and not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        if said == "release":
            commands.release(found, by=account)
            ui.toast(request, _("公开了，大家都读得到了。"))
        elif said == "return":
            commands.send_back(found, form.cleaned_data["reason"], by=account)
            ui.toast(request, _("退回去了，准备的人会看到原因。"))
        elif said == "take-down":
            commands.take_down(found, by=account)
            ui.toast(request, _("撤下了，别人读不到了。"))
        else:
            raise HouseError(_("请按页面上的按钮。"))
    except HouseError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=error.status)
    return redirect("complaints:releases")


def _change(request: HttpRequest, found: Any) -> HttpResponse:
    """Whoever has the post by now says what changed because of a letter, without the letter itself."""
    form = Change(request.POST)
    if not form.is_valid():
        return _page(request, found, Returning(), change=form, status=422)
    given = form.cleaned_data
    try:
        commands.add_outcome(found.complaint, given["change"], given["day"], by=request.user)  # type: ignore[arg-type]
    except HouseError as error:
        form.add_error("change", str(error))
        return _page(request, found, Returning(), change=form, status=error.status)
    ui.toast(request, _("记下了，大家都读得到。"))
    return redirect("complaints:release", ref=found.ref)


def _found(request: HttpRequest, ref: str) -> Any:
    found = queries.preparation_for(request.user, ref)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: Any, form: Returning, *, change: Change | None = None, status: int = 200
) -> HttpResponse:
    account: Any = request.user
    letter = queries.letter(found.complaint.pk)
    context = {
        "preparation": found,
        "text": found.text,
        "form": form,
        "out": queries.is_released(found),
        "outcomes": queries.outcomes_of(letter),
        "may_change": queries.took_over(account, letter),
        "change": change or Change(initial={"day": time.today()}),
    }
    return render(request, "complaints/release.html", context, status=status)
