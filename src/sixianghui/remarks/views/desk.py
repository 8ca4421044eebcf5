"""Pages for those who moderate: the queue, and decisions on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.realtime import public as realtime
from sixianghui.remarks import commands, queries
from sixianghui.remarks.actions import Action
from sixianghui.remarks.commands.telling import DESK, SITE
from sixianghui.remarks.forms.desk import Decision
from sixianghui.remarks.rules import Outcome
from sixianghui.remarks.wording import READY
from sixianghui.ui import public as ui


@requires(Action.MODERATE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return _queue(request)


@requires(Action.MODERATE)
@require_POST
@ui.once
def decision(request: HttpRequest) -> HttpResponse:
    """Decide on one, or on several that say the same; then on to the next."""
    form = Decision(request.POST)
    if not form.is_valid():
        return _queue(request, form, status=422)
    rows = judged_rows(request, form)
    first = rows[0]
    try:
        done = judge(request, form, rows)
    except HouseError as error:
        return _queue(request, form, trouble=str(error), status=error.status)
    ui.toast(request, words_of(form.outcome, done))
    after = queries.next_waiting(request.user, first.since, first.pk)
    return redirect(reverse("remarks:desk") + (f"#remark-{after}" if after else ""))


def judged_rows(request: HttpRequest, form: Decision) -> list[Any]:
    """The remarks a form names, in its order; all of them this person's to decide on, or there is nothing here."""
    seen = form.cleaned_data["seen"]
    rows = {row.ref: row for row in queries.may_judge(request.user).filter(ref__in=seen)}
    if set(rows) != set(seen):
        raise Http404
    return [rows[ref] for ref in seen]


def judge(request: HttpRequest, form: Decision, rows: list[Any]) -> commands.Judged:
    """Do what a form says. Raises what stood in the way when nothing was done."""
    done = commands.judge_all(
        {row: form.cleaned_data["seen"][row.ref] for row in rows},
        form.outcome,
        by=request.user,  # type: ignore[arg-type]
        reason=form.why,
    )
    if not done.done:
        raise done.missed[0]
    return done


def words_of(outcome: Outcome, done: commands.Judged) -> str:
    """What was done, in a sentence."""
    said = {
        Outcome.SHOWN: lambda many: ngettext("放出来了。", "%(many)d 条都放出来了。", many),
        Outcome.REFUSED: lambda many: ngettext("没有放，理由告诉对方了。", "%(many)d 条都没有放，理由告诉他们了。", many),
        Outcome.HIDDEN: lambda many: ngettext("撤下了，理由告诉对方了。", "%(many)d 条都撤下了，理由告诉他们了。", many),
        Outcome.HELD: lambda many: ngettext("放回去了，等着再看。", "%(many)d 条放回去了，等着再看。", many),
    }[outcome](done.done) % {"many": done.done}  # fmt: skip
    missed = len(done.missed)
    if not missed:
        return str(said)
    rest = ngettext(
        "另有 %(many)d 条别人刚处理过，或者刚改过，没有动。",
        "另有 %(many)d 条别人刚处理过，或者刚改过，没有动。",
        missed,
    )
    return f"{said} {rest % {'many': missed}}"


def _queue(
    request: HttpRequest, form: Decision | None = None, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    person: Any = request.user
    cursor = realtime.cursor()
    desk = queries.desk(person)
    tried = list(form.cleaned_data.get("seen", ())) if form is not None else []
    heaps = desk.heaps
    context = {
        "desk": desk,
        "heaps": heaps,
        "more": desk.number > sum(1 + len(heap.others) for heap in heaps),
        "ready": READY,
        "form": form,
        "tried": tried[0] if tried else "",
        "trouble": trouble or (form.errors["seen"][0] if form is not None and "seen" in form.errors else ""),
        "topics": " ".join([SITE, *(f"{DESK}:{one}" for one in queries.topics(person))]),
        "cursor": cursor,
        **around(request, "queue"),
    }
    return render(request, "remarks/desk/queue.html", context, status=status)


def around(request: HttpRequest, here: str) -> dict[str, Any]:
    """What stands on every page of the desk: the ways to the others, and whether remarks are off everywhere."""
    person: Any = request.user
    return {
        "here": here,
        "off": queries.switched_off_everywhere(),
        "may": queries.powers(person),
        "appealed": len(queries.appeals(person)) if here != "appeals" else None,
    }


def found(request: HttpRequest, ref: str) -> queries.Case:
    """A remark this person may decide on."""
    case = queries.case(request.user, ref)
    if case is None:
        raise Http404
    return case
