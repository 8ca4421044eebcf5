"""Where providers send people back to."""

from __future__ import annotations

from django.urls import path

from sixianghui.access.adapters import views

urlpatterns = [path("sign-in/by/<slug:name>/back/", views.back, name="provider_back")]
