"""Templates: which there are, which nobody uses, putting away and taking out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.policy import requires
from sixianghui.reports import commands
from sixianghui.reports.actions import Action
from sixianghui.reports.queries import templates as queries
from sixianghui.ui import public as ui


@requires(Action.WRITE)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Those from which one may begin, and those that were put away."""
    found = list(queries.templates(request.user))
    rows = [
        {"one": one, "unused": queries.is_unused(one), "may_close": queries.may_close(request.user, one)}
        for one in found
    ]
    context = {
        "rows": [row for row in rows if row["one"].retired_at is None],
        "away": [row for row in rows if row["one"].retired_at is not None],
    }
    return render(request, "reports/templates.html", context)


def _found(request: HttpRequest, ref: str) -> Any:
    """A template that one may begin from, or the usual 404."""
    found = queries.one_of(request.user, ref)
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, ref: str, act: Callable[..., Any], said: str) -> HttpResponse:
    act(_found(request, ref), by=request.user)
    ui.toast(request, said)
    return redirect("reports:templates")


@requires(Action.WRITE)
@require_POST
@ui.once
def closing(request: HttpRequest, ref: str) -> HttpResponse:
    """Put it away."""
    return _done(request, ref, commands.retire_template, _("收起来了，要用时能再拿出来。"))


@requires(Action.WRITE)
@require_POST
@ui.once
def keeping(request: HttpRequest, ref: str) -> HttpResponse:
    """It is still needed."""
    return _done(request, ref, commands.keep_template, _("留着了，一年里不再问。"))


@requires(Action.WRITE)
@require_POST
@ui.once
def opening(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it out again."""
    return _done(request, ref, commands.restore_template, _("拿出来了，又能用了。"))


@requires(Action.WRITE)
@require_POST
@ui.once
def removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete one that was put away."""
    return _done(request, ref, commands.delete_template, _("删掉了。"))


@requires(Action.WRITE)
@require_safe
def template_json(request: HttpRequest, ref: str) -> HttpResponse:
    """A template as a file to keep."""
    found = _found(request, ref)
    response = JsonResponse(queries.as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="template-{found.ref}.json"'
    return response
