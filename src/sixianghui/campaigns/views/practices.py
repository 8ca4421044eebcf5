"""Pages of practices. Those for everybody are kept by `front`; a practice asks nobody anything."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access.public import may
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands import practices as commands
from sixianghui.campaigns.forms.practices import PracticeForm, TrialForm
from sixianghui.campaigns.queries import practices as queries
from sixianghui.campaigns.queries.practices import Travelled
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import open_to_all, requires
from sixianghui.ui import public as ui

PER_PAGE = 20


@open_to_all
@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """The practices that one may read, the latest first. There is no other order."""
    page = Paginator(queries.visible_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    may_share = request.user.is_authenticated and may(request.user, Action.SHARE)
    context = {
        "page": page,
        "rows": queries.with_trials(page.object_list),
        "may_share": may_share,
        "to_share": queries.to_share(request.user) if may_share else [],
    }
    response = render(request, "campaigns/practices.html", context)
    return ui.keep(request, response, commands.TAG)


@open_to_all
@require_safe
def practice(request: HttpRequest, ref: str) -> HttpResponse:
    """One practice, and where it travelled."""
    found = queries.practice_for(request.user, ref)
    if found is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("access:sign-in"))
        raise Http404
    return _page(request, found, _trial_form(request, found))


def _trial_form(request: HttpRequest, found: Travelled, data: Any = None) -> TrialForm | None:
    """The form by which another unit says how it went; None for whoever speaks for no other unit."""
    if not request.user.is_authenticated or not may(request.user, Action.SHARE):
        return None
    form = TrialForm(data, asker=request.user, but=found.unit)
    return form if form.units else None


def _page(
    request: HttpRequest, found: Travelled, form: TrialForm | None, *, status: int = 200
) -> HttpResponse:
    own = {unit.pk for unit in queries.sharing_units(request.user)} if form is not None else set()
    context = {
        "one": found,
        "practice": found.practice,
        "form": form,
        "is_own": request.user.is_authenticated and may(request.user, Action.SHARE, found.practice),
        "own_trials": [trial for trial in found.trials if trial.unit_id in own],
    }
    response = render(request, "campaigns/practice.html", context, status=status)
    if status == 200 and found.practice.open:
        return ui.keep(request, response, commands.TAG, f"practice:{found.ref}")
    return response


@requires(Action.SHARE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def practice_new(request: HttpRequest) -> HttpResponse:
    """Share a practice; from an activity, what is known of it stands in the form already."""
    held = queries.held_activity(request.user, request.GET.get("activity", ""))
    initial: dict[str, Any] = {}
    if held is not None:
        campaign = queries.campaign_of(held.activity)
        initial = {
            "title": held.title,
            "done": held.told,
            "campaign": campaign.slug if campaign else "",
            "unit": held.activity.unit.slug,
            "took": _known(held),
        }
    form = PracticeForm(request.POST or None, asker=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        telling = form.telling(held.activity if held else None)
        made = commands.share(telling, unit=form.chosen, by=request.user)  # type: ignore[arg-type]
        ui.toast(request, _("写好了，谢谢。"))
        return redirect(queries.practice_url(made.ref))
    status = 422 if form.errors else 200
    return render(request, "campaigns/practice_form.html", {"form": form, "held": held}, status=status)


def _known(held: Any) -> str:
    """What the record of an activity says of what it took: how many people, and from when to when."""
    said = []
    if held.present:
        said.append(_("%(many)d 人参加") % {"many": held.present})
    if held.ends_at:
        minutes = int((held.ends_at - held.at).total_seconds() // 60)
        said.append(ngettext("%(minutes)d 分钟", "%(minutes)d 分钟", minutes) % {"minutes": minutes})
    return _("，").join(said)


@requires(Action.SHARE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def practice_words(request: HttpRequest, ref: str) -> HttpResponse:
    """Tell it anew."""
    found = _own(request, ref)
    initial = {
        **{name: getattr(found, name) for name in ("title", "done", "for_whom", "took", "came")},
        "campaign": found.campaign.slug if found.campaign else "",
        "inside": not found.open,
        "unit": found.unit.slug,
    }
    form = PracticeForm(request.POST or None, asker=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        commands.rewrite(found, form.telling(found.activity), by=request.user)  # type: ignore[arg-type]
        ui.toast(request, _("改好了。"))
        return redirect(queries.practice_url(ref))
    status = 422 if form.errors else 200
    return render(request, "campaigns/practice_form.html", {"form": form, "practice": found}, status=status)


def _own(request: HttpRequest, ref: str) -> Any:
    found = queries.own_practice(request.user, ref)
    if found is None:
        raise Http404
    return found


@requires(Action.SHARE)
@require_POST
@ui.once
def practice_removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it down."""
    commands.take_down(_own(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("撤下了。"))
    return redirect("campaigns:practices")


@requires(Action.SHARE)
@require_POST
@ui.once
def practice_trials(request: HttpRequest, ref: str) -> HttpResponse:
    """“We tried it”, with what came of it."""
    found = queries.practice_for(request.user, ref)
    if found is None:
        raise Http404
    form = _trial_form(request, found, request.POST)
    if form is None or not form.is_valid():
        return _page(request, found, form, status=422)
    data = form.cleaned_data
    try:
        commands.try_out(
            found.practice,
            unit=form.chosen,
            went=data["went"],
            text=data["text"],
            by=request.user,  # type: ignore[arg-type]
        )
    except HouseError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=error.status)
    ui.toast(request, _("记下了，对方看得到。"))
    return redirect(f"{queries.practice_url(ref)}#trials")


@requires(Action.SHARE)
@require_POST
def practice_trials_removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back what one's units said of it."""
    found = queries.practice_for(request.user, ref)
    own = {unit.pk: unit for unit in queries.sharing_units(request.user)}
    mine = [trial for trial in found.trials if trial.unit_id in own] if found else []
    if found is None or not mine:
        raise Http404
    for trial in mine:
        commands.take_back_trial(found.practice, unit=own[trial.unit_id or 0], by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("收回了。"))
    return redirect(queries.practice_url(ref))
