"""Lists to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sixianghui.channel import exports, queries
from sixianghui.common.policy import open_to_all
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def list_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """What is out in a column as CSV: title, date, source, address."""
    column = queries.column_called(slug)
    if column is None:
        raise Http404
    text = exports.list_of(queries.all_of(column), request.build_absolute_uri)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = content_disposition_header(True, f"{column.title}.csv")
    response.headers["Content-Disposition"] = name or "attachment"
    return ui.keep(request, response, column.tag, "columns", "units")
