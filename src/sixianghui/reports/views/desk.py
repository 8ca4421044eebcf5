"""What the pages of a report on the desk share: whose it is, what was typed, the editor, the page as it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import may
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.ledger.public import Scope
from sixianghui.reports import commands, showing
from sixianghui.reports.actions import Action
from sixianghui.reports.commands import Words
from sixianghui.reports.forms import sheet as sheets
from sixianghui.reports.forms.blocks import KINDS, Piece, arranged
from sixianghui.reports.forms.reports import SettingsForm, TemplateForm, VerdictForm, settings_of
from sixianghui.reports.forms.sheet import Sheet
from sixianghui.reports.models import Audience, Report
from sixianghui.reports.queries import checking, composing
from sixianghui.reports.queries import desk as queries
from sixianghui.reports.rules import body
from sixianghui.reports.rules.reports import Event, State, allows


def report_of(request: HttpRequest, ref: str) -> Any:
    """A report of a unit for which one writes or checks, or the usual 404."""
    found = queries.one_of(request.user, ref)
    if found is None:
        raise Http404
    return found


@dataclass
class Written:
    """What lies on the desk: what the report is about, its blocks, the scope of its numbers, the version it was read at."""

    form: SettingsForm
    sheet: Sheet
    scope: Scope
    title: str
    audience: str
    version: int

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong, by block; by the name of a field (`field:title`) for what the report is about."""
        fields = {
            f"field:{name}": [str(one) for one in errors]
            for name, errors in (self.form.errors.items() if self.form.is_bound else ())
        }
        return {**fields, **self.sheet.faults}

    @property
    def ways(self) -> dict[str, list[tuple[str, str]]]:
        """By block with a number that is broken down, the ways there are."""
        return {piece.name: piece.ways for piece in self.sheet.pieces if piece.kind == "breakdown"}


def saved(report: Report) -> Written:
    """A report as it was saved last."""
    scope = Scope.from_json(report.scope)
    initial = settings_of(report.title, report.audience, scope)
    form = SettingsForm(campaigns=queries.campaigns(), initial=initial, prefix="report")
    found = sheets.written(body.from_json(report.body))
    return Written(form, found, scope, report.title, report.audience, report.version)


def typed(request: HttpRequest, report: Report) -> Written:
    """A report as it was typed, after a button that moved, added or took out a block. Raises `HouseError` for what cannot be read at all."""
    form = SettingsForm(request.POST, campaigns=queries.campaigns(), prefix="report")
    good = form.is_valid()
    scope = form.scope(report.unit_id) if good else Scope.from_json(report.scope)
    pieces = arranged(sheets.typed(request.POST), request.POST.get("act", ""))
    found = sheets.judged(pieces, scope)
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0
    title = form.cleaned_data.get("title", "") or report.title
    audience = form.cleaned_data.get("audience", "") or report.audience
    return Written(form, found, scope, title, audience, version)


def scope_of(sent: QueryDict, report: Report) -> Scope:
    """The scope that stands in the controls of the editor, or the saved one."""
    kept = Scope.from_json(report.scope)
    if "report-audience" not in sent:
        return kept
    form = SettingsForm(
        {"report-title": report.title, **sent.dict()}, campaigns=queries.campaigns(), prefix="report"
    )
    return form.scope(report.unit_id) if form.is_valid() else kept


def save(request: HttpRequest, report: Report, written: Written) -> Report | None:
    """Save it; None where something is wrong, which then stands at its block. What did not change is not saved anew.

    Raises `Conflict` when somebody saved in between.
    """
    if written.faults:
        return None
    words = Words(written.title, written.scope, written.audience, written.sheet.plain)
    same = (
        report.title == words.title
        and report.audience == words.audience
        and report.scope == words.scope.text()
        and report.body == body.to_json(written.sheet.blocks)
    )
    if same:
        return report
    found: Report = commands.save_report(report, words, version=written.version, by=request.user)  # type: ignore[arg-type]
    return found


def preview_of(request: HttpRequest, report: Report, written: Written) -> dict[str, Any]:
    """How what lies on the desk reads, with the numbers as they are now."""
    source = composing.Source(
        written.title,
        report.unit.name,
        written.scope,
        written.sheet.blocks,
        report.unit.is_sample or time.is_demo_time(),
    )
    within = written.audience == Audience.UNIT
    content = composing.compose(source, trusted=request.user if within else None)
    return showing.content_page(content, exact=within)


def editor(
    request: HttpRequest, report: Any, written: Written, *, conflict: str = "", status: int = 200
) -> HttpResponse:
    """The editor around what lies on the desk."""
    try:
        shown = preview_of(request, report, written)
    except HouseError as error:  # what it is about is gone: a campaign that was struck, a unit
        shown, conflict = {"blocks": []}, conflict or str(error)
    state = queries.state_of(report)
    context = {
        **shown,
        **frame(request, report, state),
        "form": written.form,
        "pieces": written.sheet.pieces,
        "failed": status == 422,
        "version": report.version if conflict else written.version,
        "conflict": conflict,
        "spare": [Piece("new", kind) for kind in KINDS],
        "template_form": TemplateForm(initial={"name": report.title[:40]}),
        "words": _words(),
        "may_discard": not report.published and report.sent_at is None,
    }
    return render(request, "reports/draft.html", context, status=status)


def _words() -> dict[str, str]:
    """What the island says."""
    return {
        "unsaved": _("还没有存"),
        "saving": _("正在存"),
        "saved": _("%s 存好了"),
        "kept": _("没有连上。你写的都留在这台设备上，连上以后再按“存”。"),
        "offline": _("没有连上，过一会儿再试。"),
        "faulty": _("有一段要改，标出来了。"),
        "left": _("这台设备上有上次没存的内容。"),
        "restore": _("接着写"),
        "discard": _("不要了"),
        "gone": _("删去了一段。"),
        "undo": _("放回来"),
        "none": _("没有找到。换一个词试试，例如“活动”“发稿”。"),
        "wider": _("比这份报告的范围大"),
    }


def reading(
    request: HttpRequest, report: Any, *, verdict: VerdictForm | None = None, status: int = 200
) -> HttpResponse:
    """The report as it reads, for whoever checks it and while nobody may write at it."""
    written = saved(report)
    state = queries.state_of(report)
    reviews = (
        state is State.WAITING
        and may(request.user, Action.REVIEW, report)
        and not queries.has_written(report, request.user)
    )
    context = {
        **preview_of(request, report, written),
        **frame(request, report, state),
        "scope_label": written.scope.label(),
        "reviews": reviews,
        "verdict": verdict or VerdictForm(),
    }
    return render(request, "reports/draft_read.html", context, status=status)


def frame(request: HttpRequest, report: Any, state: State) -> dict[str, Any]:
    """What stands around a report on both pages."""
    writes = may(request.user, Action.WRITE, report)
    for_all = report.audience == Audience.EVERYBODY
    publishes = may(request.user, Action.PUBLISH, report)
    edition = queries.last_edition(report) if report.published else None
    to_be_checked = writes and for_all and state is not State.APPROVED
    return {
        "report": report,
        "state": state,
        "writes": writes,
        "for_all": for_all,
        "nobody_checks": to_be_checked and not checking.may_be_checked(report),
        "may_take_back": writes and allows(state, Event.TAKE_BACK),
        "may_publish": publishes
        and (state is State.APPROVED or (not for_all and state is not State.WAITING)),
        "edition": edition,
        # What lies here is out already, word for word; it may be published again with today's numbers.
        "is_out": edition is not None and edition.at >= report.changed_at and state is not State.WAITING,
        "draft_url": reverse("reports:draft", args=[report.ref]),
    }
