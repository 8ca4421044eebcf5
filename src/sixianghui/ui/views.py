"""Pages that belong to no room: errors, refusals, a form that expired."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sixianghui.common.policy import open_to_all
from sixianghui.ui import busy


def sentence(request: HttpRequest, status: int, message: str = "", *, title: str = "") -> HttpResponse:
    """The page for an error: what happened and what to do, with the given status."""
    context = {"status": status, "message": message, "title": title}
    return render(request, "errors/page.html", context, status=status)


@open_to_all
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. The same body whether the thing is missing or belongs to another organisation."""
    return sentence(request, 404)


@open_to_all
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return sentence(request, 403)


@open_to_all
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return sentence(request, 400)


@open_to_all
def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 when the database took nothing just then. Django calls it while it handles the error."""
    return busy.answer(request, sys.exc_info()[1]) or sentence(request, 500)


@open_to_all
def too_many(request: HttpRequest) -> HttpResponse:
    """429: one address asks for the same thing too often."""
    return sentence(request, 429, _("这个网络里问得太密了，请过一分钟再试。"))


@open_to_all
def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection expired: say so, keep what was typed by going back."""
    return sentence(
        request,
        403,
        _("页面打开得太久，表单已经过期。请返回上一页，刷新后再提交；填过的内容浏览器会留着。"),
        title=_("这张表过期了"),
    )
