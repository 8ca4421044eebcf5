"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.polls.views import answering, asking, reading

app_name = "polls"
urlpatterns = [
    path("polls/", reading.polls, name="polls"),
    path("polls/desk/", asking.desk, name="desk"),
    path("polls/new/", asking.new, name="new"),
    path("polls/<slug:ref>/", reading.poll, name="poll"),
    path("polls/<slug:ref>/answer/", answering.answer, name="answer"),
    path("polls/<slug:ref>/changes/", asking.changes, name="changes"),
    path("polls/<slug:ref>/removal/", asking.removal, name="removal"),
    path("polls/<slug:ref>/publication/", asking.publication, name="publication"),
    path("polls/<slug:ref>/end/", asking.end, name="end"),
    path("polls/<slug:ref>/withdrawal/", asking.withdrawal, name="withdrawal"),
    path("polls/<slug:ref>/outcomes/", asking.outcomes, name="outcomes"),
]
