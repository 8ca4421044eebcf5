"""The burden meter: what a committee asks of branches, for the committee to look at itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sixianghui.campaigns import commands, queries
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.forms.notices import BudgetForm, LetterheadForm
from sixianghui.common import time
from sixianghui.common.errors import HouseError, Refused
from sixianghui.common.policy import requires
from sixianghui.directory.public import Unit
from sixianghui.ui import public as ui


def _committee(request: HttpRequest) -> Unit:
    found = queries.senders_of(request.user).first()
    if found is None:
        raise Refused(_("这件事要由行业党委的工作人员来做。"))
    return found


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def burden(request: HttpRequest) -> HttpResponse:
    """Our own use, month by month, against the budget; the notices that asked the most."""
    committee = _committee(request)
    today = time.today()
    form = BudgetForm(
        request.POST or None, initial={"minutes": queries.budget_of(committee, today), "since": "now"}
    )
    if request.method == "POST" and form.is_valid():
        month = today.replace(day=1)
        if form.cleaned_data["since"] == "next":
            month = (month + dt.timedelta(days=32)).replace(day=1)
        try:
            commands.set_budget(committee, form.cleaned_data["minutes"], month=month, by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("每月上限改好了。"))
            return redirect("campaigns:burden")
    months = queries.months(committee, today)
    context: dict[str, Any] = {
        "form": form,
        "committee": committee,
        "months": months,
        "now": months[-1],
        "chart": queries.chart(months),
        "greatest": queries.greatest_asks(committee),
    }
    return render(request, "campaigns/burden.html", context, status=422 if form.errors else 200)


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def letterhead(request: HttpRequest) -> HttpResponse:
    """What stands at the head of our notices."""
    committee = _committee(request)
    head = queries.letterhead(committee)
    form = LetterheadForm(request.POST or None, initial={"organ": head.organ, "code": head.code})
    if request.method == "POST" and form.is_valid():
        try:
            commands.set_letterhead(committee, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("改好了。以后发的通知用新的，发过的不变。"))
            return redirect("campaigns:notices")
    context = {"form": form, "title": _("文头"), "notice": None, "lede": committee.name, "send": _("保存")}
    return render(request, "campaigns/notice_form.html", context, status=422 if form.errors else 200)
