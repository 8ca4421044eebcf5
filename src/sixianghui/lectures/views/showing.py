"""The lectern's page and the screen of the hall: live, large, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sixianghui.access.public import draw_qr
from sixianghui.common.policy import open_to_all, signed_in
from sixianghui.lectures import queries
from sixianghui.lectures.views.pressing import mine
from sixianghui.notify import public as notify
from sixianghui.realtime import public as realtime
from sixianghui.remarks import public as remarks
from sixianghui.ui import public as ui

#: So many comments are read from the back row.
LATEST = 6


@signed_in
@never_cache
@require_safe
def lecturer(request: HttpRequest, ref: str) -> HttpResponse:
    """On a tablet at the lectern: time, the notice, questions by how many want to know."""
    cursor = realtime.cursor()
    row = mine(request, ref)
    room = queries.room_of(row, request.user)
    topics = " ".join((row.topic, row.questions.topic, remarks.SITE))
    context = {"room": room, "lecture": row, "cursor": cursor, "topics": topics, "back": "lecturer"}
    return render(request, "lectures/lecturer.html", context)


@open_to_all
@require_safe
def screen(request: HttpRequest, ref: str) -> HttpResponse:
    """On the wall of the hall: only what everybody may read, so nobody has to sign in there."""
    cursor = realtime.cursor()
    row = queries.lecture_for(request.user, ref)
    room = queries.room_of(row, request.user)
    address = notify.whole(queries.address(row))
    context = {
        "room": room,
        "lecture": row,
        "cursor": cursor,
        "topics": " ".join((row.topic, row.comments.topic, row.questions.topic, remarks.SITE)),
        "latest": [one for one in room.comments.shown if not one.gone][:LATEST],
        "address": address.partition("//")[2].rstrip("/"),
        "qr": draw_qr(address),
    }
    return ui.keep(request, render(request, "lectures/screen.html", context), *room.tags)
