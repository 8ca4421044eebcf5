"""Impact assessments and processing records."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.policy import requires
from sixianghui.privacy import commands, forms, queries
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Assessment
from sixianghui.ui import public as ui


@requires(Action.ANSWER)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """What was written, the newest first."""
    context = {
        "records": queries.assessments_of(request.user),
        "breaches": queries.breaches_of(request.user),
    }
    return render(request, "privacy/records.html", context)


@requires(Action.ANSWER)
@require_http_methods(["GET", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Write one."""
    form = forms.Record(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = commands.write_assessment(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        ui.toast(request, _("存好了，至少保存三年。"))
        return redirect("privacy:record", made.ref)
    return render(request, "privacy/record_new.html", {"form": form}, status=422 if form.errors else 200)


@requires(Action.ANSWER)
@require_safe
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them."""
    found = _one(request, ref)
    context = {"record": found, "may_go": time.today() >= found.kept_until}
    return render(request, "privacy/record.html", context)


@requires(Action.ANSWER)
@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw one away that has been kept long enough."""
    commands.discard_assessment(_one(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("删掉了。"))
    return redirect("privacy:records")


def _one(request: HttpRequest, ref: str) -> Assessment:
    found = queries.assessment_of(request.user, ref)
    if found is None:
        raise Http404
    return found
