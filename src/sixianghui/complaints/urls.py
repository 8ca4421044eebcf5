"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.complaints.views import handling, writing

app_name = "complaints"
urlpatterns = [
    path("complaints/", writing.write, name="write"),
    path("burdens/", writing.burden, name="burden"),
    path("complaints/receipt/", writing.receipt, name="receipt"),
    path("complaints/receipt/withdrawal/", writing.withdrawal_by_code, name="withdrawal-by-code"),
    path("complaints/mine/", writing.mine, name="mine"),
    path("complaints/mine/<str:ref>/", writing.letter, name="letter"),
    path("complaints/mine/<str:ref>/withdrawal/", writing.withdrawal, name="withdrawal"),
    path("complaints/inbox/", handling.inbox, name="inbox"),
    path("complaints/inbox/<str:ref>/", handling.desk, name="desk"),
    path("complaints/inbox/<str:ref>/answer/", handling.answer, name="answer"),
    path("complaints/inbox/<str:ref>/passing/", handling.passing, name="passing"),
    path("complaints/inbox/<str:ref>/passing/undo/", handling.undo, name="undo"),
]
