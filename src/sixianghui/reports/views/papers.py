"""Published reports as files: whoever may read one may take it along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sixianghui.common.policy import open_to_all
from sixianghui.reports import papers
from sixianghui.reports.queries import editions as queries
from sixianghui.reports.views.editions import kept, reader
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def paper(request: HttpRequest, ref: str, kind: str) -> HttpResponseBase:
    """The report as one of `papers.KINDS`, with as much as this reader may see."""
    found = queries.one_for(reader(request), ref)
    if found is None or kind not in papers.KINDS:
        raise Http404
    seen = queries.as_read(queries.content_of(found), reader(request))
    content = papers.make(found, kind, seen=seen, site=request.build_absolute_uri("/"))
    response = HttpResponse(content, content_type=papers.TYPES[kind])
    ui.attached(response, papers.name_of(found, kind), kind, plain="report")
    return kept(request, response, found)
