"""Pages for everybody: the list, and one poll. Until it is counted nobody sees a number, whoever they are."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.access.public import may
from sixianghui.common.policy import open_to_all
from sixianghui.polls import commands, queries, showing
from sixianghui.polls.actions import Action
from sixianghui.polls.rules import State
from sixianghui.polls.views.finding import found, me, page_in
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def polls(request: HttpRequest) -> HttpResponse:
    """What is open, the soonest to close first; what was counted, the latest first."""
    number = page_in(request)
    closed, more = queries.closed_page(number)
    if number > 1 and not closed:
        raise Http404
    context = {
        "open": queries.open_now() if number == 1 else [],
        "closed": closed,
        "number": number,
        "more": more,
        "may_run": may(me(request), Action.RUN),
    }
    return ui.keep(request, render(request, "polls/polls.html", context), commands.TAG, "units")


@open_to_all
@require_safe
def poll(request: HttpRequest, ref: str) -> HttpResponse:
    """One poll: what is asked and what for; after the count, what came out and what came of it."""
    one = found(request, ref)
    context = {
        "one": one,
        "poll": one.poll,
        "takes": showing.takes(one.half_minutes),
        "said": showing.said(one.answers, one.bars) if one.answers is not None else "",
        "answered": one.state is State.OPEN and queries.has_answered(me(request), one.poll),
        "may_run": may(me(request), Action.RUN, one.poll),
    }
    response = render(request, "polls/poll.html", context)
    return ui.keep(request, response, commands.tag_of(one.poll), "units")
