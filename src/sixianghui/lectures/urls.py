"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path, register_converter

from sixianghui.lectures.views import (
    camera,
    door,
    hall,
    lists,
    live,
    moderating,
    picture,
    planning,
    replay,
    room,
    showing,
    watching,
)


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
    path("lectures/all/", lists.lectures, name="lectures"),
    path("sitemaps/lectures.xml", lists.sitemap, name="sitemap"),
    path("lectures/desk/", planning.desk, name="desk"),
    path("lectures/new/", planning.new, name="new"),
    path("lectures/materials/<int:number>/removal/", planning.material_removal, name="material-removal"),
    path("lectures/registrations/<slug:ref>/arrival/", door.desk_registration, name="desk-registration"),
    path("lectures/arrivals/<int:number>/striking/", door.arrival_striking, name="arrival-striking"),
    path("lectures/<ref:ref>/", room.lecture, name="lecture"),
    path("lectures/<ref:ref>/questions/", room.questions, name="questions"),
    path("lectures/<ref:ref>/questions/<slug:question>/wish/", room.wish, name="wish"),
    path("lectures/<ref:ref>/organising/", planning.organising, name="organising"),
    path("lectures/<ref:ref>/changes/", planning.changes, name="changes"),
    path("lectures/<ref:ref>/poster/", planning.poster, name="poster"),
    path("lectures/<ref:ref>/poster/removal/", planning.poster_removal, name="poster-removal"),
    path("lectures/<ref:ref>/materials/", planning.materials, name="materials"),
    path("lectures/<ref:ref>/lecture.ics", hall.calendar_file, name="calendar-file"),
    path("lectures/<ref:ref>/seat/", hall.seat, name="seat"),
    path("lectures/<ref:ref>/seat/cancellation/", hall.seat_cancellation, name="seat-cancellation"),
    path("lectures/<ref:ref>/registrations/", hall.registrations, name="registrations"),
    path("lectures/<ref:ref>/registrations.csv", hall.registrations_csv, name="registrations-csv"),
    path("lectures/<ref:ref>/door/", door.screen, name="door"),
    path("lectures/<ref:ref>/door/code/", door.screen_part, name="door-code"),
    path("lectures/<ref:ref>/door/paper/", door.paper, name="door-paper"),
    path("lectures/<ref:ref>/door/desk/", door.desk, name="door-desk"),
    path("lectures/<ref:ref>/arrival/", door.arrival, name="arrival"),
    path("lectures/<ref:ref>/arrived/", door.arrived, name="arrived"),
    path("lectures/<ref:ref>/questions/<slug:question>/answer/", moderating.answer, name="answer"),
    path("lectures/<ref:ref>/desk/", moderating.desk, name="moderating"),
    path("lectures/<ref:ref>/desk/decision/", moderating.decision, name="decision"),
    path("lectures/<ref:ref>/desk/notice/", moderating.notice, name="notice"),
    path("lectures/<ref:ref>/desk/air/", moderating.air, name="air"),
    path("lectures/<ref:ref>/desk/agenda/<int:number>/", moderating.agenda, name="agenda"),
    path("lectures/<ref:ref>/desk/talk/<slug:name>/", moderating.talk, name="talk"),
    path("lectures/<ref:ref>/lecturer/", showing.lecturer, name="lecturer"),
    path("lectures/<ref:ref>/screen/", showing.screen, name="screen"),
    path("lectures/<ref:ref>/picture/", picture.picture, name="picture"),
    path("lectures/<ref:ref>/picture/progress/", picture.progress, name="picture-progress"),
    path("lectures/<ref:ref>/picture/making/", picture.again, name="picture-again"),
    path("lectures/<ref:ref>/picture/removal/", picture.remove, name="picture-remove"),
    path("lectures/<ref:ref>/live/", live.desk, name="live"),
    path("lectures/<ref:ref>/live/opening/", live.use, name="live-use"),
    path("lectures/<ref:ref>/live/door/", live.door, name="live-door"),
    path("lectures/<ref:ref>/live/key/", live.key, name="live-key"),
    path("lectures/<ref:ref>/live/cut/", live.cut, name="live-cut"),
    path("lectures/<ref:ref>/live/status/", live.status, name="live-status"),
    path("lectures/<ref:ref>/live/camera/", camera.camera, name="camera"),
    path("lectures/<ref:ref>/live/browser/", camera.browser, name="browser"),
    path("lectures/<ref:ref>/live/browser/<ref:feed>/", camera.browser_feed, name="browser-feed"),
    path("lectures/<ref:ref>/live/browser/<ref:feed>/end/", camera.browser_end, name="browser-end"),
    path(
        "lectures/<ref:ref>/live/browser/<ref:feed>/<int:number>/", camera.browser_piece, name="browser-piece"
    ),
    path("lectures/<ref:ref>/picture/next/removal/", replay.keep_old, name="picture-next-remove"),
    path("lectures/<ref:ref>/picture/keeping/", replay.keeping, name="picture-keeping"),
    path("lectures/<ref:ref>/picture/trim/", replay.trim, name="picture-trim"),
    path("lectures/<ref:ref>/picture/trim/undo/", replay.untrim, name="picture-untrim"),
    path("lectures/<ref:ref>/picture/transcript/", replay.transcript, name="picture-transcript"),
    path("lectures/<ref:ref>/record.csv", replay.record_csv, name="record-csv"),
]
