"""Wiring: files for download go out through us, after Wagtail has asked whether their collection is private."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail import hooks

from sixianghui.media.views import pieces


@hooks.register("before_serve_document", order=100)
def send_by_front(document: Any, request: HttpRequest) -> HttpResponseBase:
    """As an attachment, in a sandbox, by `front`; not at all while it waits for the scanner."""
    return pieces.paper(request, document)
