"""What everybody may read about permissions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.access import queries
from sixianghui.common.policy import open_to_all
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what, from the one table, in a reader's words."""
    response = render(request, "access/permissions.html", {"posts": queries.table_in_words()})
    return ui.keep(request, response, "permissions", seconds=3600)
