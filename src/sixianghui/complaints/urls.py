"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.complaints.views import asking, handling, reading, releasing, writing

app_name = "complaints"
urlpatterns = [
    path("letters/", reading.letters, name="letters"),
    path("letters/write/", asking.question, name="question"),
    path("letters/similar/", asking.similar, name="similar"),
    path("letters/<str:ref>/", reading.public, name="public"),
    path("complaints/", writing.write, name="write"),
    path("burdens/", writing.burden, name="burden"),
    path("complaints/receipt/", writing.receipt, name="receipt"),
    path("complaints/receipt/withdrawal/", writing.withdrawal_by_code, name="withdrawal-by-code"),
    path("complaints/mine/", writing.mine, name="mine"),
    path("complaints/mine/<str:ref>/", writing.letter, name="letter"),
    path("complaints/mine/<str:ref>/withdrawal/", writing.withdrawal, name="withdrawal"),
    path("complaints/receipt/hiding/", writing.hiding_by_code, name="hiding-by-code"),
    path("complaints/mine/<str:ref>/hiding/", writing.hiding, name="hiding"),
    path("complaints/releases/", releasing.releases, name="releases"),
    path("complaints/releases/<str:ref>/", releasing.release, name="release"),
    path("complaints/releases/<str:ref>/verdict/", releasing.verdict, name="verdict"),
    path("complaints/inbox/", handling.inbox, name="inbox"),
    path("complaints/inbox/<str:ref>/", handling.desk, name="desk"),
    path("complaints/inbox/<str:ref>/answer/", handling.answer, name="answer"),
    path("complaints/inbox/<str:ref>/passing/", handling.passing, name="passing"),
    path("complaints/inbox/<str:ref>/preparing/", handling.preparing, name="preparing"),
    path("complaints/inbox/<str:ref>/outcomes/", handling.outcomes, name="outcomes"),
    path("complaints/inbox/<str:ref>/passing/undo/", handling.undo, name="undo"),
]
