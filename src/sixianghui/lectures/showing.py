"""What `media` asks of a recording: whether a lecture shows it, since when, and to whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from sixianghui.lectures import queries
from sixianghui.lectures.models import Lecture
from sixianghui.media.public import Show, Stream


class Shower:
    """Lectures show recordings: as live from their beginning, again after their end."""

    def show_of(self, stream: Stream) -> Show | None:
        """How its lecture stands. One that is open is for everybody."""
        found = queries.lectures().filter(Q(stream=stream.pk) | Q(next_stream=stream.pk)).first()
        if found is None:
            return None
        if found.stream_id != stream.pk:
            return Show(None, None, everybody=False)  # one that is to take the other's place
        stands = queries.standing_of(found)
        activity = found.activity
        tags = (found.tag, f"activity:{activity.pk}")
        return Show(stands.began, stands.ended, activity.open, tags)

    def may_see(self, person: Any, stream: Stream) -> bool:
        """Whoever may know of the lecture."""
        return queries.visible_to(person).filter(stream=stream.pk).exists()

    def may_prepare(self, person: Any, stream: Stream) -> bool:
        """Whoever organises it."""
        found = (
            Lecture.objects.select_related("activity__unit")
            .filter(Q(stream=stream.pk) | Q(next_stream=stream.pk))
            .first()
        )
        return found is not None and queries.may_run(person, found)
