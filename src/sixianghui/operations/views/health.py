"""How the installation is."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sixianghui.common.policy import requires
from sixianghui.operations import checks
from sixianghui.operations.actions import Action
from sixianghui.operations.checks import Level, Result
from sixianghui.tasks import public as tasks

_LABELS = {Level.BAD: _("要处理"), Level.WARN: _("要留意"), Level.UNASKED: _("没有查"), Level.OK: _("好的")}


@requires(Action.RUN)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Every check, the worst first; as JSON with how long each took (`?format=json`)."""
    results = checks.ask_all()
    if request.GET.get("format") == "json":
        return JsonResponse(_as_json(results))
    groups = [
        {"level": level.value, "label": _LABELS[level], "results": list(some)}
        for level, some in groupby(results, key=lambda result: result.level)
    ]
    context = {
        "groups": groups,
        "asked_at": tasks.now(),
        "bad": sum(result.level is Level.BAD for result in results),
        "watch": sum(result.level is Level.WARN for result in results),
    }
    return render(request, "operations/health.html", context)


def _as_json(results: list[Result]) -> dict[str, object]:
    found = [
        {
            "check": result.check.name,
            "label": str(result.check.label),
            "level": finding.level.value,
            "text": finding.text,
            "advice": finding.advice,
            "seconds": round(result.seconds, 3),
        }
        for result in results
        for finding in result.findings
    ]
    return {"ok": all(result.level is not Level.BAD for result in results), "found": found}
