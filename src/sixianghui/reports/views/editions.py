"""Pages of published reports. Those for everybody are kept by `front`; a unit's own are made for each reader."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.access.public import may
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import open_to_all, requires
from sixianghui.reports import commands, recounting
from sixianghui.reports.actions import Action
from sixianghui.reports.forms.withdrawing import WithdrawalForm
from sixianghui.reports.models import Audience
from sixianghui.reports.queries import editions as queries
from sixianghui.reports.queries.recounting import recount as recounted
from sixianghui.reports.queries.reports import LIST, tag_of
from sixianghui.reports.queries.today import today
from sixianghui.reports.showing import content_page
from sixianghui.reports.views.figures import CHECKED_ON_A_PAGE
from sixianghui.ui import public as ui

PER_PAGE = 20


@open_to_all
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """What was published, the newest first: everybody's, and to people of a unit their own."""
    page = Paginator(queries.listed(reader(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "writes": may_write(request)}
    return ui.keep(request, render(request, "reports/editions.html", context), LIST)


@open_to_all
@require_safe
def edition(request: HttpRequest, ref: str) -> HttpResponse:
    """One report as it was published, and what became of its numbers."""
    found = queries.one_for(reader(request), ref)
    if found is None:
        return _nothing(request)
    content = queries.as_read(queries.content_of(found), reader(request))
    shown = content_page(content)
    context = {
        **shown,
        **_frame(request, found),
        "lines": list(zip(today(content, reader(request)), shown["numbers"], strict=True)),
        "guarded": any(entry.guarded for entry in content.entries),
        "may_withdraw": request.user.is_authenticated and queries.may_withdraw(request.user, found),
    }
    return kept(request, render(request, "reports/edition.html", context), found)


@open_to_all
@require_safe
def recount(request: HttpRequest, ref: str) -> HttpResponse:
    """Every published number counted again from the rows as they stood then."""
    found = queries.one_for(reader(request), ref)
    if found is None:
        return _nothing(request)
    content = queries.content_of(found)
    shown = content_page(queries.as_read(content, reader(request)))
    # So many rows in all, whatever the number of numbers: a passer-by does not make the house count for long.
    counted = recounted(found, most=CHECKED_ON_A_PAGE // max(1, len(content.entries)))
    context = {
        **shown,
        **_frame(request, found),
        "lines": list(zip(recounting.lines(counted), shown["numbers"], strict=True)),
        "holds": content.digest() == found.digest,
    }
    return kept(request, render(request, "reports/edition_recount.html", context), found)


@requires(Action.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def withdrawal(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw it, and say why to everybody who comes to it."""
    found = queries.one_for(reader(request), ref)
    if found is None or not may(request.user, Action.PUBLISH, found):
        raise Http404
    form = WithdrawalForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            commands.withdraw(found, form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("reason", str(error))
            status = error.status
        else:
            ui.toast(request, _("撤回了。来看的人会先看到你写的原因。"))
            return redirect("reports:edition", ref)
    context = {"edition": found, "form": form}
    status = status if status != 200 or not form.errors else 422
    return render(request, "reports/edition_withdrawal.html", context, status=status)


def reader(request: HttpRequest) -> Any:
    """Who reads; None for a stranger, so that the page is the same for all of them."""
    return request.user if request.user.is_authenticated else None


def may_write(request: HttpRequest) -> bool:
    """Whether this reader writes reports."""
    return request.user.is_authenticated and may(request.user, Action.WRITE)


def kept(request: HttpRequest, response: HttpResponse, *found: Any) -> HttpResponse:
    """Let `front` keep a page of editions that everybody may read; never one of a unit's own."""
    if any(one.audience != Audience.EVERYBODY for one in found):
        return response
    return ui.keep(request, response, "figures", *(tag_of(one) for one in found))


def _frame(request: HttpRequest, found: Any) -> dict[str, Any]:
    return {
        "edition": found,
        "around": queries.around(found, reader(request)),
        "internal": found.audience != Audience.EVERYBODY,
    }


def _nothing(request: HttpRequest) -> HttpResponse:
    """A stranger may be somebody who has to sign in first; it is the same whether there is such a report or not."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("access:sign-in"))
    raise Http404
