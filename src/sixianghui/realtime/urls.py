"""Where streams are asked for; the same address in every language."""

from __future__ import annotations

from django.urls import path

from sixianghui.common import wire
from sixianghui.realtime import views

app_name = "realtime"
urlpatterns = [path(wire.EVENTS.lstrip("/"), views.events, name="events")]
