"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.activities.views import reading, writing

app_name = "activities"
urlpatterns = [
    path("activities/", reading.activities, name="activities"),
    path("activities/new/", writing.new, name="new"),
    path("activities/announcement/", writing.announce, name="announce"),
    path("activities/calendar/", reading.calendar, name="calendar"),
    path("activities/<slug:ref>/", reading.activity, name="activity"),
    path("activities/<slug:ref>/record/", writing.record, name="record"),
    path("activities/<slug:ref>/changes/", writing.changes, name="changes"),
    path("activities/<slug:ref>/correction/", writing.correction, name="correction"),
    path("activities/<slug:ref>/calling-off/", writing.calling_off, name="calling-off"),
    path("activities/<slug:ref>/striking/", writing.striking, name="striking"),
    path("activities/<slug:ref>/leaving/", writing.leaving, name="leaving"),
]
