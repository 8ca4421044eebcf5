"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sixianghui.common import time


def page(request: HttpRequest) -> dict[str, Any]:
    """`today`: the domain's day; `demo`: whether the site lives in a replayed time; `languages`: (code, URL) pairs."""
    path = request.path
    zh = path.removeprefix("/en") if path.startswith("/en/") else path
    return {
        "today": time.today(),
        "demo": time.is_demo_time(),
        "path_zh": zh,
        "path_en": f"/en{zh}",
    }
