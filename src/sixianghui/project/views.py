"""How far the replay has come."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sixianghui.common.policy import open_to_all
from sixianghui.project.models import Instance, ReplayStep
from sixianghui.project.replay.play import scenario

ROOM_WORDS = {
    "directory": _("组织"),
    "access": _("账号"),
    "channel": _("频道"),
    "wechat": _("公众号"),
    "ledger": _("数字"),
}


@open_to_all
def replay_progress(request: HttpRequest) -> HttpResponse:
    """Steps done per room, as a page or as JSON for the page's own refresh."""
    instance = Instance.objects.first()
    if instance is None or not instance.is_demo:
        raise Http404
    totals = Counter(step.room for step in scenario(instance.replay).steps)
    done = Counter(ReplayStep.objects.filter(replay=instance.replay).values_list("room", flat=True))
    last = ReplayStep.objects.filter(replay=instance.replay).order_by("-pk").first()
    rooms = [{"label": str(ROOM_WORDS[room]), "done": done[room], "total": total} for room, total in totals.items()]
    progress = {
        "rooms": rooms,
        "percent": round(100 * sum(done.values()) / sum(totals.values())),
        "done": instance.replay_done_at is not None,
        "now": last.at.date() if last else None,
    }
    if request.GET.get("format") == "json":
        response: HttpResponse = JsonResponse(progress)
    else:
        response = render(request, "replay/progress.html", progress)
    response.headers["Cache-Control"] = "no-store"
    return response
