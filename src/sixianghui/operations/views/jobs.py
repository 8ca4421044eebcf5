"""What the installation does behind the pages: jobs, routines, and who is at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.operations.actions import Action
from sixianghui.operations.commands import jobs as commands
from sixianghui.operations.queries.jobs import PAGE, listed
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui


@requires(Action.RUN)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What failed, runs and waits; routines; workers."""
    workers, turns = tasks.workers(), tasks.turns()
    context = {
        "counts": tasks.counts(),
        "failed": listed(tasks.failed(), request.GET.get("failed")),
        "running": listed(tasks.running(), request.GET.get("running")),
        "waiting": listed(tasks.waiting(), request.GET.get("waiting")),
        "outgoing": tasks.open_ones()[:PAGE],
        "wrong_turns": [turn for turn in turns if turn.is_wrong],
        "good_turns": [turn for turn in turns if not turn.is_wrong],
        "workers": workers,
        "is_anybody_at_work": any(one.is_alive and not one.is_long for one in workers),
    }
    return render(request, "operations/jobs.html", context)


@requires(Action.RUN)
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far a job is, for the page's own refresh; one that runs no more is finished."""
    job = tasks.job_of(ref)
    if job is None:
        raise Http404
    running = bool(job.worker)
    answer = JsonResponse({"done": job.done, "total": job.total, "stage": job.words, "finished": not running})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@requires(Action.RUN)
@require_POST
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    """Try a failed one again."""
    return _done(request, lambda: commands.try_job_again(ref, by=_me(request)), _("放回去了，马上再做一次。"))


@requires(Action.RUN)
@require_POST
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a failed one."""
    return _done(request, lambda: commands.drop_job(ref, by=_me(request)), _("不再做了。"))


@requires(Action.RUN)
@require_POST
@ui.once
def settlement(request: HttpRequest, number: int) -> HttpResponse:
    """What became of something that was to happen outside."""
    sent = request.POST.get("answer") == "sent"
    words = _("记下了：送到了。") if sent else _("放回去了，会再送一次。")
    return _done(request, lambda: commands.settle_outgoing(number, sent=sent, by=_me(request)), words)


def _done(request: HttpRequest, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except HouseError as error:
        ui.refused(request, str(error))
    else:
        ui.toast(request, words)
    return redirect("operations:jobs")


def _me(request: HttpRequest) -> Any:
    return request.user
