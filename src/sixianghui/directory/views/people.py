"""The roster: people within reach, one of them, and what changes about them."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.access.public import may
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import requires
from sixianghui.directory import commands, queries
from sixianghui.directory.actions import Action
from sixianghui.directory.forms import (
    ChangePerson,
    Entry,
    Find,
    Invitation,
    Leaving,
    Move,
    NewPerson,
    NewStatus,
    Reason,
    TakingBack,
)
from sixianghui.directory.models import Affiliation, Person, Standing, Status
from sixianghui.directory.rules import Number
from sixianghui.ui import public as ui

PAGE = 50


@requires(Action.SEE_PERSON)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people within reach, narrowed by name, pinyin, unit and status."""
    find = Find(request.GET, asker=request.user)
    found = queries.search_people(request.user, find.filters())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "find": find,
        "page": page,
        "counts": queries.headcounts(request.user),
        "may_import": may(request.user, Action.IMPORT_ROSTER),
        "may_add": queries.units_within(request.user, Action.EDIT_PERSON).exists(),
        "kept": find.kept(),
    }
    return render(request, "directory/people.html", context)


@requires("week:see")
@require_safe
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """One person: relation, status and posts with their history. Everybody on a roster may see their own."""
    found = _theirs(request, ref, Action.SEE_PERSON)
    page = queries.person_page(request.user, found)
    return render(request, "directory/person.html", {"page": page, "person": found})


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Enter someone on a roster."""
    form = NewPerson(request.POST or None, asker=request.user, initial={"unit": request.GET.get("unit")})
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_person(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("%(name)s登记好了。") % {"name": made.name})
            return redirect("directory:person", made.ref)
    return render(request, "directory/person_new.html", {"form": form}, status=_status(form))


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct what the roster says of someone."""
    found = _theirs(request, ref)
    form = ChangePerson(request.POST or None, initial=ChangePerson.of(found))
    return _act(
        request,
        found,
        form,
        _("更正名册"),
        _("只改登记错了的。改动会留一条审计记录。"),
        lambda: commands.change_person(found, by=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        _("改好了。"),
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Put right what somebody was entered with, while nothing else was recorded of them."""
    found = _theirs(request, ref)
    entry = queries.relations_of(found).entry()
    if entry is None:
        ui.refused(request, _("在这以后又记了新的。请收回最新的一条，或者“记一次变化”“转关系”。"))
        return redirect("directory:person", found.ref)
    form = Entry(request.POST or None, asker=request.user, initial=Entry.of(*entry))
    return _act(
        request,
        found,
        form,
        _("改正登记"),
        _(
            "一开始就选错了、写错了，才在这里改：改了就像本来就这样登记的。是后来变了，请用“记一次变化”或者“转关系”。"
        ),
        lambda: commands.correct_entry(found, by=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        _("改好了。"),
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def status(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a new political status."""
    found = _theirs(request, ref)
    form = NewStatus(request.POST or None, asker=request.user, person=found)
    return _act(
        request,
        found,
        form,
        _("记一次身份变化"),
        _("原来的身份会自动结束在这一天，历史一直都在。"),
        lambda: commands.set_status(found, by=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        _("记下了。"),
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def move(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep someone's relation in another unit."""
    found = _theirs(request, ref)
    form = Move(request.POST or None, asker=request.user, person=found)
    return _act(
        request,
        found,
        form,
        _("转组织关系"),
        _("只能转到你管得到的组织。转到别处，请登记离开，由那边登记转入。"),
        lambda: commands.move_person(found, by=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        _("转好了。"),
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that someone left."""
    found = _theirs(request, ref)
    form = Leaving(request.POST or None)
    return _act(
        request,
        found,
        form,
        _("登记离开"),
        _("组织关系和职务都结束在这一天，记录留着。登记错了，可以在这个人的页上收回。"),
        lambda: commands.let_go(found, on=form.cleaned_data["on"], by=request.user),  # type: ignore[arg-type]
        _("登记好了。"),
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def leave_league(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that someone left the League alone."""
    found = _theirs(request, ref)
    form = Leaving(request.POST or None)
    return _act(
        request,
        found,
        form,
        _("只离开团组织"),
        _(
            "团组织关系和团员身份结束在这一天。党组织关系、职务和账号都不动。"
            "登记错了，要由两边组织都管得到的人（比如上级党组织的书记）来收回，请先核对。"
        ),
        lambda: commands.leave_league(found, on=form.cleaned_data["on"], by=request.user),  # type: ignore[arg-type]
        _("登记好了。"),
    )


@requires(Action.EDIT_PERSON)
@require_http_methods(["GET", "POST"])
@ui.once
def take_back(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Take back what was recorded wrongly: a leaving, or one status or move by its number. Says first what will be so."""
    found = _theirs(request, ref)
    kind, _dash, number = what.partition("-")
    if kind not in _TAKING_BACK:
        raise Http404
    taking = _TAKING_BACK[kind](request, found, int(number) if number.isdecimal() else 0)
    if taking is None:
        ui.refused(request, _("已经收回了，没有要收回的。"))
        return redirect("directory:person", found.ref)
    title, text, act = taking
    form = TakingBack(request.POST if request.method == "POST" else None)
    words = pgettext("动作", "收回"), _("先不收回")
    return _act(request, found, form, title, text, act, _("收回了。"), words)


#: Title, what will be so, and the act; None where it is no longer there.
_Taking = tuple[str, str, Callable[[], object]]


def _back_status(request: HttpRequest, found: Person, number: int) -> _Taking | None:
    known = queries.relations_of(found)
    row = next((one for one in known.standings if one.pk == number), None)
    if row is None:
        return None
    words = {"status": Status(row.status).label, "day": ui.long_date(row.since)}
    before = known.before(row)
    if isinstance(before, Standing):
        text = _("“%(status)s”（%(day)s起）是登记错的，才收回。收回以后，“%(before)s”接着算。") % {
            **words,
            "before": Status(before.status).label,
        }
    elif known.begun_with(row) is not None:
        text = _(
            "“%(status)s”（%(day)s起）是登记错的，才收回。收回以后，就像没有登记过，"
            "跟它一起登记的组织关系也收回。"
        )
        text %= words
    else:
        text = (
            _("“%(status)s”（%(day)s起）是登记错的，才收回。收回以后，就像没有登记过，组织关系不动。") % words
        )
    return _("收回这次身份变化"), text, lambda: commands.take_back_status(row, by=request.user)  # type: ignore[arg-type]


def _back_move(request: HttpRequest, found: Person, number: int) -> _Taking | None:
    known = queries.relations_of(found)
    row = next((one for one in known.affiliations if one.pk == number), None)
    if row is None:
        return None
    words = {"unit": row.unit.name, "day": ui.long_date(row.since)}
    before = known.before(row)
    if isinstance(before, Affiliation):
        text = _("转到“%(unit)s”（%(day)s起）是登记错的，才收回。收回以后，关系还在“%(before)s”。") % {
            **words,
            "before": before.unit.name,
        }
    else:
        text = _("转到“%(unit)s”（%(day)s起）是登记错的，才收回。收回以后，就像没有登记过。") % words
    return _("收回这次转关系"), text, lambda: commands.take_back_move(row, by=request.user)  # type: ignore[arg-type]


def _back_leaving(request: HttpRequest, found: Person, _number: int) -> _Taking | None:
    if found.left_on is None:
        return None
    text = _(
        "人没有走，是登记错的，才收回。收回以后，组织关系接着算；职务不会回来，要重新提。"
        "走了又回来的，请登记一个人。"
    )
    return _("收回离开"), text, lambda: commands.take_back_leaving(found, by=request.user)  # type: ignore[arg-type]


def _back_league(request: HttpRequest, found: Person, _number: int) -> _Taking | None:
    if found.left_on is not None or not queries.relations_of(found).league_left():
        return None
    text = _("没有离开团组织，是登记错的，才收回。收回以后，团组织关系和团员身份接着算。")
    return _("收回离开团组织"), text, lambda: commands.take_back_league(found, by=request.user)  # type: ignore[arg-type]


_TAKING_BACK = {
    "status": _back_status,
    "move": _back_move,
    "league": _back_league,
    "departure": _back_leaving,
}


@requires(Action.INVITE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, ref: str) -> HttpResponse:
    """Open an account for someone; the one-time link is shown once, on the answer itself."""
    found = queries.person_visible_to(request.user, ref, Action.INVITE)
    if found is None:
        raise Http404
    form = Invitation(request.POST or None, initial={"username": Invitation.proposal(found)})
    if request.method == "POST" and form.is_valid():
        try:
            token = commands.invite(found, username=form.cleaned_data["username"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error("username", str(error))
        else:
            return render(request, "directory/invited.html", {"person": found, "token": token})
    return render(request, "directory/invite.html", {"form": form, "person": found}, status=_status(form))


@requires(Action.SEE_NUMBERS)
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Say why, and see a phone or identity number. It is shown on the answer itself and nowhere kept."""
    found = _theirs(request, ref, Action.SEE_NUMBERS)
    if name not in set(queries.kept_numbers(found)):
        raise Http404
    wanted, shown = Number(name), ""
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = commands.show_number(
                found,
                wanted,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
            )
        except HouseError as error:
            form.add_error("reason", str(error))
    context = {"form": form, "person": found, "number": wanted, "shown": shown}
    response = render(request, "directory/number.html", context, status=_status(form))
    response.headers["Cache-Control"] = "no-store"
    return response


def _act(
    request: HttpRequest,
    found: Person,
    form: ui.HouseForm,
    title: str,
    text: str,
    act: Callable[[], object],
    done: str,
    buttons: tuple[str, str] | None = None,
) -> HttpResponse:
    """A form about one person: do it and go back to them, or show what stands in the way.

    Back to the list where the act has taken them out of reach: their page would be a 404.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, done)
            if queries.person_visible_to(request.user, found.ref) is None:
                return redirect("directory:people")
            return redirect("directory:person", found.ref)
    press, leave_it = buttons or (_("保存"), _("不改了"))
    context = {
        "form": form,
        "person": found,
        "title": title,
        "text": text,
        "press": press,
        "leave_it": leave_it,
    }
    return render(request, "directory/person_form.html", context, status=_status(form))


def _status(form: ui.HouseForm) -> int:
    return 422 if form.errors else 200


def _theirs(request: HttpRequest, ref: str, action: Action = Action.EDIT_PERSON) -> Person:
    found = queries.person_visible_to(request.user, ref, action)
    if found is None:
        raise Http404
    return found
