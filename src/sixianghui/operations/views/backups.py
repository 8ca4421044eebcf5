"""Backups: the last ones, whether they were proved, and one now. They are not handed out here."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.common.policy import requires
from sixianghui.operations import proofs
from sixianghui.operations.actions import Action
from sixianghui.operations.commands.backups import start_backup
from sixianghui.operations.models import Backup
from sixianghui.operations.queries import backups as queries
from sixianghui.realtime import public as realtime


@requires(Action.RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def backups(request: HttpRequest) -> HttpResponse:
    """The list, and the button."""
    if request.method == "POST":
        start_backup(by=request.user)  # type: ignore[arg-type]
        return redirect("operations:backups")
    cursor = realtime.cursor()
    running = queries.running()
    context = {
        "findings": list(proofs.backup()),
        "running": running,
        "begins": Backup.Stage(running.stage).begins if running else 0,
        "stages": [stage for stage in Backup.Stage if stage is not Backup.Stage.ENDED],
        "backups": [one for one in queries.last() if one.ended_at],
        "is_set_up": settings.BACKUPS.is_set_up,
        "hours": queries.hours_between() if settings.BACKUPS.is_set_up else 0,
        "is_set": settings.BACKUPS.every_hours is not None,
        "cursor": cursor,
    }
    return render(request, "operations/backups.html", context)


@requires(Action.RUN)
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far one is, for a page that lost its stream."""
    found = queries.backup_of(ref)
    if found is None:
        raise Http404
    return JsonResponse(
        {
            "done": Backup.Stage(found.stage).begins,
            "total": 100,
            "stage": found.stage,
            "finished": found.ended_at is not None,
        }
    )
