"""Addresses of Wagtail's that are answered by views of ours; they stand before Wagtail's own."""

from __future__ import annotations

from django.urls import path

from sixianghui.channel import desk_views

urlpatterns = [
    path("login/", desk_views.login),
    path("account/", desk_views.account),
    path("reports/aging-pages/", desk_views.aging),
    path("reports/aging-pages/results/", desk_views.aging_results),
]
