"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from sixianghui.common import time


def page(request: HttpRequest) -> dict[str, Any]:
    """`today`: the domain's day; `demo`: whether the site lives in a replayed time; `languages`: (code, URL) pairs."""
    path = request.path
    zh = _of_ours(path.removeprefix("/en") if path.startswith("/en/") else path)
    return {
        "today": time.today(),
        "demo": time.is_demo_time(),
        "path_zh": zh,
        "path_en": f"/en{zh}",
    }


def _of_ours(path: str) -> str:
    """A path that somebody typed as one that a link may lead to. With two slashes it would begin with a host; a browser
    takes backslashes for slashes and looks past tabs and line ends."""
    return "/" + escape_uri_path(path.lstrip("/\\"))
