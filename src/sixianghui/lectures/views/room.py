"""The room of a lecture, for everybody: one address before, during and after; its questions; wanting to know one too."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.lectures import commands, queries
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


def me(request: HttpRequest) -> Any:
    """Who is signed in, or nobody."""
    return request.user


@open_to_all
@require_safe
def lecture(request: HttpRequest, ref: str) -> HttpResponse:
    """One address before, during and after."""
    cursor = realtime.cursor()
    row = queries.lecture_for(me(request), ref)
    room = queries.room_of(row, me(request))
    spoken = queries.spoken(row, room.stands, request.GET.get("q", ""))
    context = {"room": room, "lecture": row, "cursor": cursor, "asked": room.questions, "spoken": spoken}
    response = render(request, "lectures/lecture.html", context)
    if spoken is not None and spoken.query:
        return response  # there are as many of these as there are words
    return ui.keep(request, response, *room.tags)


@open_to_all
@require_safe
def questions(request: HttpRequest, ref: str) -> HttpResponse:
    """All questions of a lecture, as a list."""
    row = queries.lecture_for(me(request), ref)
    stands = queries.standing_of(row)
    film = queries.film_of(row, stands)
    asked = queries.questions(row, me(request), film, live=stands.live)
    context = {"lecture": row, "stands": stands, "asked": asked}
    response = render(request, "lectures/questions.html", context)
    return ui.keep(request, response, row.tag, row.questions.tag, f"activity:{row.activity_id}", "remarks")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    """I want to know it too; or no longer."""
    row = queries.lecture_for(me(request), ref)
    found = queries.question(row, question)
    if found is None:
        raise Http404
    trouble, status = "", 200
    if request.method == "POST":
        act = commands.unsecond if request.POST.get("to") == "off" else commands.second
        try:
            act(row, found, by=me(request))
        except HouseError as error:
            trouble, status = str(error), error.status
        else:
            ui.toast(request, _("不算你了。") if act is commands.unsecond else _("算上你了。"))
            return redirect(queries.address(row) + f"#said-{found.ref}")
    context = {
        "lecture": row,
        "question": found,
        "many": queries.wish_count(found),
        "mine": queries.wishes_it(me(request), found),
        "trouble": trouble,
    }
    return render(request, "lectures/wish.html", context, status=status)
