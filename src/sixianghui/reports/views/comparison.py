"""Two published reports side by side, as a page and as CSV."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.reports import comparison as words
from sixianghui.reports.queries import editions as queries
from sixianghui.reports.queries.comparing import beside
from sixianghui.reports.views.editions import kept, reader
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def comparison(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose another report, and see both side by side."""
    found = _one(request, ref)
    other = _other(request)
    context: dict[str, Any] = {
        "edition": found,
        "other": other,
        "offered": queries.offered(found, reader(request)),
    }
    if other is not None:
        both = beside(found, other, reader(request))
        context |= {"beside": both, "lines": words.lines(both)}
    response = render(request, "reports/comparison.html", context)
    # What is offered changes with every publication.
    return kept(request, response, found, *([] if other is None else [other]))


@open_to_all
@require_safe
def comparison_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """The numbers of both as CSV."""
    found, other = _one(request, ref), _other(request)
    if other is None:
        raise Http404
    text = words.as_csv(beside(found, other, reader(request)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    ui.attached(response, _("两份报告比较") + ".csv", "csv", plain="comparison")
    return response


def _one(request: HttpRequest, ref: str) -> Any:
    found = queries.one_for(reader(request), ref)
    if found is None:
        raise Http404
    return found


def _other(request: HttpRequest) -> Any:
    """The report that `?with=` names; None when none is named."""
    named = request.GET.get("with", "")
    return _one(request, named[:40]) if named else None
