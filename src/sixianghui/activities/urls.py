"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.activities.views import after, keeping, kinds, reading, writing

app_name = "activities"
urlpatterns = [
    path("activities/", reading.activities, name="activities"),
    path("activities/new/", writing.new, name="new"),
    path("activities/announcement/", writing.announce, name="announce"),
    path("activities/calendar/", reading.calendar, name="calendar"),
    path("activities/calendar.ics", keeping.calendar_file, name="calendar-file"),
    path("units/<slug:slug>/activities.ics", keeping.unit_file, name="unit-file"),
    path("activities/feeds/<str:token>.ics", keeping.own_file, name="own-file"),
    path("activities/feed/", keeping.feed, name="feed"),
    path("activities/feed/end/", keeping.feed_end, name="feed-end"),
    path("activities/ledger/", keeping.ledger, name="ledger"),
    path("activities/ledger.csv", keeping.ledger_csv, name="ledger-csv"),
    path("activities/kinds/", kinds.kinds, name="kinds"),
    path("activities/kinds/<slug:code>/", kinds.kind, name="kind"),
    path("activities/kinds/<slug:code>/retirement/", kinds.retirement, name="kind-retirement"),
    path("activities/rules/<slug:code>/confirmation/", kinds.confirmation, name="rule-confirmation"),
    path("activities/pictures/<int:number>/removal/", after.picture_removal, name="picture-removal"),
    path("activities/resolutions/<int:number>/", after.settlement, name="settlement"),
    path(
        "activities/resolutions/<int:number>/striking/", after.resolution_striking, name="resolution-striking"
    ),
    path(
        "activities/resolutions/<int:number>/settlement/striking/",
        after.settlement_striking,
        name="settlement-striking",
    ),
    path("activities/<slug:ref>/", reading.activity, name="activity"),
    path("activities/<slug:ref>/record/", writing.record, name="record"),
    path("activities/<slug:ref>/changes/", writing.changes, name="changes"),
    path("activities/<slug:ref>/correction/", writing.correction, name="correction"),
    path("activities/<slug:ref>/calling-off/", writing.calling_off, name="calling-off"),
    path("activities/<slug:ref>/striking/", writing.striking, name="striking"),
    path("activities/<slug:ref>/leaving/", writing.leaving, name="leaving"),
    path("activities/<slug:ref>/resolutions/", after.resolutions, name="resolutions"),
    path("activities/<slug:ref>/pictures/", after.pictures, name="pictures"),
    path("activities/<slug:ref>/names/", after.names, name="names"),
    path("activities/<slug:ref>/story/", after.story, name="story"),
]
