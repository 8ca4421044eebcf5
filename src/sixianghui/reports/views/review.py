"""The way of a report from hand to hand: sent to be checked, taken back, agreed to or returned, published."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.access.public import may
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import requires
from sixianghui.reports import commands
from sixianghui.reports.actions import Action
from sixianghui.reports.forms.reports import PublishForm, TemplateForm, VerdictForm
from sixianghui.reports.models import Audience
from sixianghui.reports.queries import checking
from sixianghui.reports.queries import desk as queries
from sixianghui.reports.views import desk
from sixianghui.ui import public as ui


def _own(request: HttpRequest, ref: str, action: Action) -> Any:
    """A report with which one may do this, or the usual 404."""
    found = desk.report_of(request, ref)
    if not may(request.user, action, found):
        raise Http404
    return found


@requires(Action.WRITE)
@require_POST
@ui.once
def submission(request: HttpRequest, ref: str) -> HttpResponse:
    """Send it to be checked; what was typed is saved first."""
    report = _own(request, ref, Action.WRITE)
    if "version" in request.POST:
        written = desk.typed(request, report)
        try:
            if desk.save(request, report, written) is None:
                return desk.editor(request, report, written, status=422)
        except Conflict as error:
            return desk.editor(request, report, written, conflict=str(error), status=409)
        report = desk.report_of(request, ref)
    if report.audience != Audience.EVERYBODY:  # it was for everybody when the page with this button was made
        ui.toast(request, _("存好了。只给本组织看的不用送审，可以直接公布。"))
        return redirect("reports:draft", report.ref)
    try:
        commands.submit(report, by=request.user)  # type: ignore[arg-type]
    except HouseError as error:  # a redirect, so that what was typed stays saved
        ui.refused(request, str(error))
        return redirect("reports:draft", report.ref)
    if checking.may_be_checked(report):
        ui.toast(request, _("送审了。看过以后会告诉你。"))
    else:
        ui.toast(request, _("送上去了，可是现在没有人能审。怎么办，写在这一页上。"))
    return redirect("reports:draft", report.ref)


@requires(Action.WRITE)
@require_POST
@ui.once
def recall(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it back to go on writing."""
    report = _own(request, ref, Action.WRITE)
    commands.take_back(report, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("收回来了，接着写吧。"))
    return redirect("reports:draft", report.ref)


@requires(Action.REVIEW)
@require_POST
@ui.once
def verdict(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree to its publication, or return it with a reason."""
    report = _own(request, ref, Action.REVIEW)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return desk.reading(request, report, verdict=form, status=422)
    reason, returned = form.cleaned_data["reason"], request.POST.get("result") == "returned"
    seen = form.cleaned_data["seen"]
    try:
        if returned:
            commands.return_report(report, reason, by=request.user, seen=seen)  # type: ignore[arg-type]
        else:
            commands.approve(report, by=request.user, said=reason, seen=seen)  # type: ignore[arg-type]
    except Conflict:
        raise
    except HouseError as error:
        if error.status == HouseError.status:
            form.add_error("reason", str(error))
            return desk.reading(request, report, verdict=form, status=422)
        raise
    ui.toast(request, _("退回去了，对方会看到你写的话。") if returned else _("同意了，对方可以公布了。"))
    return redirect("reports:drafts")


@requires(Action.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def editions(request: HttpRequest, ref: str) -> HttpResponse:
    """What will be frozen; then it is published."""
    report = _own(request, ref, Action.PUBLISH)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = commands.publish_report(report, by=request.user, note=form.cleaned_data["note"])  # type: ignore[arg-type]
        ui.toast(request, _("公布了。里面的数从此不变。"))
        return redirect("reports:edition", made.ref)
    written = desk.saved(report)
    context = {
        **desk.preview_of(request, report, written),
        **desk.frame(request, report, queries.state_of(report)),
        "form": form,
        "scope_label": written.scope.label(),
    }
    return render(request, "reports/draft_publish.html", context, status=422 if form.errors else 200)


@requires(Action.WRITE)
@require_POST
@ui.once
def removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw it away."""
    report = _own(request, ref, Action.WRITE)
    commands.discard(report, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("丢掉了。"))
    return redirect("reports:drafts")


@requires(Action.WRITE)
@require_POST
@ui.once
def template(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep its blocks as a template."""
    report = _own(request, ref, Action.WRITE)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        raise HouseError(_("请给模板起个名字，40 字以内。"))
    said = form.cleaned_data
    commands.save_as_template(report, name=said["name"], summary=said["summary"], by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("存成模板了。"))
    return redirect("reports:templates")
