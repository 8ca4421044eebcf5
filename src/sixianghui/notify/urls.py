"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.notify import views

app_name = "notify"
urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/settings/", views.settings, name="settings"),
    path("messages/addresses/", views.address, name="address"),
    path("messages/addresses/<str:ref>/", views.proof, name="proof"),
    path("messages/addresses/<str:ref>/removal/", views.removal, name="removal"),
    path("messages/stop/<str:token>/", views.stop, name="stop"),
    path("outbox/", views.outbox, name="outbox"),
]
