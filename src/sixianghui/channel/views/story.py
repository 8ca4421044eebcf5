"""What happened to a piece, for those at the desk."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.channel import queries
from sixianghui.channel.actions import Action
from sixianghui.common.policy import requires


@requires(Action.EDIT_PAGE)
@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """From its first draft to now."""
    piece = queries.piece_at_desk(number)
    if piece is None:
        raise Http404
    return render(request, "channel/desk/story.html", {"piece": piece, "events": queries.story_of(piece)})
