"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path, register_converter

from sixianghui.lectures.views import room, watching


class Ref:
    """The name of a lecture in an address, as `common.ids` makes it: articles of the column stand at `lectures/` too."""

    regex = "[a-z2-9]{20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ref, "ref")
app_name = "lectures"
urlpatterns = [
    path("watching/", watching.watching, name="watching"),
    path("lectures/<ref:ref>/", room.lecture, name="lecture"),
    path("lectures/<ref:ref>/questions/", room.questions, name="questions"),
    path("lectures/<ref:ref>/questions/<slug:question>/wish/", room.wish, name="wish"),
]
