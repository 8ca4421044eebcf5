"""How far the replay has come."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sixianghui.common.policy import open_to_all
from sixianghui.project.queries import replay_progress as progress_of_replay

ROOM_WORDS = {
    "directory": _("组织"),
    "access": _("账号"),
    "channel": _("频道"),
    "activities": _("活动"),
    "campaigns": _("主题活动"),
    "lectures": _("党课"),
    "wechat": _("公众号"),
    "complaints": _("来信"),
    "polls": _("小调查"),
    "remarks": _("评论"),
    "media": _("图片与全景"),
    "ledger": _("数字"),
    "reports": _("报告"),
}


@open_to_all
def replay_progress(request: HttpRequest) -> HttpResponse:
    """Steps done per room, as a page or as JSON for the page's own refresh."""
    found = progress_of_replay()
    if found is None:
        raise Http404
    progress = {
        "rooms": [
            {"label": str(ROOM_WORDS[room]), "done": done, "total": total}
            for room, (done, total) in found.rooms.items()
        ],
        "percent": found.percent,
        "done": found.done,
        "now": found.today,
    }
    if request.GET.get("format") == "json":
        response: HttpResponse = JsonResponse(progress)
    else:
        response = render(request, "replay/progress.html", progress)
    response.headers["Cache-Control"] = "no-store"
    return response
