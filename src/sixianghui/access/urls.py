"""The room's URLs: nouns. allauth asks for some of them by names of its own."""

from __future__ import annotations

from django.urls import include, path

from sixianghui.access import views
from sixianghui.access.adapters import views as providers

ours = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("links/<str:token>/", views.link, name="link"),
    path("password/", views.password, name="password"),
    path("about/permissions/", views.permissions, name="permissions"),
    path("sign-in/ways/", providers.ways, name="ways"),
    path("sign-in/ways/<int:number>/removal/", providers.disconnect, name="disconnect"),
    path("sign-in/by/<slug:name>/", providers.start, name="provider"),
]
#: The same views under the names by which allauth looks for them. Its other views are not reachable.
allauths = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", views.sign_out, name="account_logout"),
]
urlpatterns = [path("", include((ours, "access"))), *allauths]
