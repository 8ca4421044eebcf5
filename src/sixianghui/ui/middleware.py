"""Wiring: the language of the URL, the security headers, and errors as sentences."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError

from sixianghui.common import wire
from sixianghui.common.errors import HouseError
from sixianghui.ui import pages, views

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]

_NO_FRAME = "frame-ancestors 'none'"
_SITE_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; " + _NO_FRAME
)
#: A page that plays a recording: its script hands the browser what it has loaded, under an address made by the page.
_PLAYS = "media-src 'self' blob:%s; "
#: Wagtail's choosers, date fields and repeated rows write inline scripts, its editor inline styles; only its screens may.
_CMS_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
CMS = "/cms/"
_NEVER = "geolocation=(), interest-cohort=()"
_FILMED = ("camera", "microphone", "display-capture")


class Headers:
    """Security headers on every answer; what a signed-in person sees is never stored anywhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        cms = request.path.startswith(CMS)
        if cms and "Content-Security-Policy" in response.headers:
            # A preview: made as the page of the site that it will be, and shown in a frame of the desk.
            response.headers["Content-Security-Policy"] = _SITE_CSP.replace(
                _NO_FRAME, "frame-ancestors 'self'"
            )
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers["Cache-Control"] = "no-store"
            del response.headers[wire.CACHE_TAGS]
        policy = _CMS_CSP if cms else _SITE_CSP
        if getattr(request, pages.PLAYS, False):
            policy = _playing(policy)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN" if cms else "DENY")
        whom = "(self)" if getattr(request, pages.FILMS, False) else "()"
        allowed = ", ".join(f"{name}={whom}" for name in _FILMED)
        response.headers.setdefault("Permissions-Policy", f"{_NEVER}, {allowed}")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            for morsel in response.cookies.values():
                morsel["secure"] = True
        if wire.CACHE_TAGS in response.headers:
            # The template asked who is signed in, and nobody was. `front` never keeps an answer to, nor answers from
            # its cache, a request with a session cookie, so the answer does not vary by it.
            _forget_cookie(response)
        elif "Cache-Control" not in response.headers and (
            settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
        ):
            response.headers["Cache-Control"] = "no-store"
        return response


def _playing(policy: str) -> str:
    """The same for a page that plays something, which may lie elsewhere (`SIXIANGHUI_STREAMS_URL`)."""
    elsewhere = f" {settings.CONFIG.streams_url}" if settings.CONFIG.streams_url else ""
    return _PLAYS % elsewhere + policy.replace("connect-src 'self'", f"connect-src 'self'{elsewhere}")


def _forget_cookie(response: HttpResponse) -> None:
    names = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    names = [name for name in names if name and name.lower() != "cookie"]
    del response.headers["Vary"]
    if names:
        response.headers["Vary"] = ", ".join(names)


class Language:
    """The language is in the URL (`/en/…`), so that a cached page has exactly one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            if not request.path.startswith(CMS):  # There each editor has chosen a language.
                response.headers.setdefault("Content-Language", language)
        return response


class Sentences:
    """A `HouseError` that reached the top becomes a page with its sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, HouseError):
            return views.sentence(request, error.status, str(error))
        if isinstance(error, DataError) and (request.path.startswith(CMS) or _is_no_text(error)):
            log.warning("a text that no database keeps, to %s", request.path.replace("\0", "?"))
            return views.sentence(request, 404 if "\0" in request.path else 400)
        if request.path.startswith(CMS) and isinstance(
            error, AttributeError | ValueError | OverflowError | MultiValueDictKeyError
        ):
            # Some of Wagtail's choosers take any text for a number, its dates any year: bad input is a 400, not a
            # crash of ours.
            log.warning("Wagtail could not read a request to %s", request.path, exc_info=error)
            return views.sentence(request, 400)
        return None


def _is_no_text(error: DataError) -> bool:
    """A NUL: refused by the driver itself, which has no code for it; 22021 and 22P05 where the server had to find it."""
    return getattr(error.__cause__, "sqlstate", None) in {None, "22021", "22P05"}
