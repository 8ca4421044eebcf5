"""Entering units, and what changes about one: its words, its place, its terms, its end."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.common.errors import Conflict
from sixianghui.common.policy import requires
from sixianghui.directory import commands, queries
from sixianghui.directory.actions import Action
from sixianghui.directory.forms import ChangeUnit, Closing, EnterpriseName, NewTerm, NewUnit
from sixianghui.directory.models import Unit
from sixianghui.ui import public as ui


@requires(Action.EDIT_UNIT)
@require_http_methods(["GET", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Enter a unit; the same form comes again for the next one of its kind, with a link to the one just entered."""
    if not queries.may_register(request.user):
        raise Http404
    form = NewUnit(request.POST or None, asker=request.user, initial=NewUnit.kept(request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.enter_unit(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("“%(name)s”登记好了，可以接着登记下一个。") % {"name": made.name})
            above = {"superior": made.parent.slug} if made.parent is not None else {}
            kept = urlencode({"kind": made.kind, **above, "made": made.slug})
            return redirect(f"{reverse('directory:unit-new')}?{kept}")
    context = {"form": form, "made": _just_made(request)}
    return render(request, "directory/unit_new.html", context, status=_status(form))


@requires(Action.EDIT_UNIT)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Put right what is registered of a unit, and where it stands."""
    found = _kept(request, slug)
    form = ChangeUnit(request.POST or None, asker=request.user, unit=found)
    return _act(
        request,
        found,
        form,
        (_("改这个组织"), _("网址不会变。类型不能改：类型变了，登记一个新的，再撤销这一个。"), _("保存")),
        lambda: commands.change_unit(found, by=request.user, **form.changes()),  # type: ignore[arg-type]
        _("改好了。"),
    )


@requires(Action.GUIDE)
@require_http_methods(["GET", "POST"])
def enterprise(request: HttpRequest, slug: str) -> HttpResponse:
    """The enterprise of a unit is called something else."""
    found = queries.unit_guided_by(request.user, slug)
    if found is None or found.enterprise is None:
        raise Http404
    form = EnterpriseName(request.POST or None, enterprise=found.enterprise)
    return _act(
        request,
        found,
        form,
        (
            _("企业更名"),
            _(
                "这家企业的所有组织，页面上都写新名称。企业自己登记的那一条跟着改，别的组织名称不变，要改的请一个一个改。"
            ),
            _("保存"),
        ),
        lambda: commands.rename_enterprise(found, **form.cleaned_data, by=request.user),  # type: ignore[arg-type]
        _("改好了。"),
    )


@requires(Action.EDIT_UNIT)
@require_http_methods(["GET", "POST"])
@ui.once
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that a new leadership took office, or put right since when the present one is there."""
    found = _kept(request, slug)
    present = queries.term_of(found)
    form = NewTerm(request.POST or None, term=present)

    def act() -> object:
        began_on = form.cleaned_data["began_on"]
        if present is not None and form.corrects:
            return commands.correct_term(present, began_on=began_on, by=request.user)  # type: ignore[arg-type]
        return commands.begin_term(found, began_on=began_on, by=request.user)  # type: ignore[arg-type]

    words = _("新一届"), _("哪天届满，按党委五年、党总支和党支部三年自己算。"), _("记下")
    return _act(request, found, form, words, act, _("记下了。"))


@requires(Action.GUIDE)
@require_POST
def guidance(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a unit that is on no line under industry guidance."""
    found = queries.unit_to_guide(request.user, slug)
    if found is None:
        raise Http404
    commands.take_under_guidance(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("纳入行业指导了。"))
    return redirect("directory:unit", found.slug)


@requires(Action.EDIT_UNIT)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit is there no more."""
    found = queries.unit_placed_by(request.user, slug)
    if found is None:
        raise Http404
    form = Closing(request.POST or None)
    return _act(
        request,
        found,
        form,
        (
            _("撤销这个组织"),
            _(
                "从那天起，组织架构和检索里都没有它，名册、活动和数字里的记录都还在。登记错了，可以在它的页上收回。"
            ),
            _("撤销这个组织"),
        ),
        lambda: commands.close_unit(found, on=form.cleaned_data["on"], by=request.user),  # type: ignore[arg-type]
        _("“%(name)s”撤销了。") % {"name": found.name},
        there=False,
    )


@requires(Action.EDIT_UNIT)
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit was closed by mistake: it is there again."""
    found = queries.closed_unit_placed_by(request.user, slug)
    if found is None:
        raise Http404
    commands.take_back_closing(found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("收回了，“%(name)s”还在原来的地方。") % {"name": found.name})
    return redirect("directory:unit", found.slug)


def _act(
    request: HttpRequest,
    found: Unit,
    form: ui.HouseForm,
    words: tuple[str, str, str],
    act: Callable[[], object],
    done: str,
    *,
    there: bool = True,
) -> HttpResponse:
    """A form about one unit: do it and go back to it, or to the picture if it is gone; or show what stands in the way."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, done)
            return redirect("directory:unit", found.slug) if there else redirect("directory:units")
    title, text, press = words
    context = {"form": form, "unit": found, "title": title, "text": text, "press": press}
    return render(request, "directory/unit_form.html", context, status=_status(form))


def _status(form: ui.HouseForm) -> int:
    return 422 if form.errors else 200


def _kept(request: HttpRequest, slug: str) -> Unit:
    found = queries.unit_kept_by(request.user, slug)
    if found is None:
        raise Http404
    return found


def _just_made(request: HttpRequest) -> Unit | None:
    """The unit that was entered a moment ago, by the address of this page."""
    slug = request.GET.get("made", "")
    return queries.unit_kept_by(request.user, slug) if slug.replace("-", "").isalnum() else None
