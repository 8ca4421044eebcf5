"""The room's URLs: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("links/<str:token>/", views.link, name="link"),
    path("password/", views.password, name="password"),
]
