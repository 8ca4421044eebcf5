"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.remarks.views import changing, reading, writing

app_name = "remarks"
urlpatterns = [
    path("remarks/mine/", writing.mine, name="mine"),
    path("remarks/mine/name/", writing.name, name="name"),
    path("remarks/said/<slug:ref>/wording/", changing.wording, name="wording"),
    path("remarks/said/<slug:ref>/withdrawal/", changing.withdrawal, name="withdrawal"),
    path("remarks/said/<slug:ref>/appeal/", changing.appeal, name="appeal"),
    path("remarks/said/<slug:ref>/report/", changing.report, name="report"),
    # Threads come last: what else there is has a word of its own.
    path("remarks/<slug:ref>/", reading.thread, name="thread"),
    path("remarks/<slug:ref>/new/", writing.new, name="new"),
    path("remarks/<slug:ref>/own/", writing.own, name="own"),
]
