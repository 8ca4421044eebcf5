"""Pages that belong to no room: errors, refusals, a form that expired."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.common.policy import open_to_all
from sixianghui.ui import busy

#: What a page for an error is called, and what its headline says.
_TITLES = {
    400: gettext_lazy("这个请求没看懂"),
    403: gettext_lazy("这一页不对你开放"),
    404: gettext_lazy("这里没有|你要的那一页"),
    500: gettext_lazy("我们这边出了问题"),
    503: gettext_lazy("正在准备，稍等片刻"),
}


def sentence(request: HttpRequest, status: int, message: str = "", *, title: str = "") -> HttpResponse:
    """The page for an error: what happened and what to do, with the given status."""
    context = {
        "status": status,
        "message": message,
        "title": title or str(_TITLES.get(status, _("这一步没有做成"))),
        "about_posts": status == 403 and not title,
    }
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
    """A form whose protection expired: say so. Going back does not bring back what was typed in every browser."""
    return sentence(
        request,
        403,
        _("页面打开得太久，表单已经过期。请返回上一页，把写的先复制下来，刷新后再提交。"),
        title=_("这张表过期了"),
    )
