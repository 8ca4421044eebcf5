"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

from sixianghui.reports.views import figures as views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<str:name>/", views.figure, name="figure"),
    path("figures/<str:name>/rows.csv", views.rows_csv, name="rows-csv"),
    path("figures/<str:name>/rows.xlsx", views.rows_xlsx, name="rows-xlsx"),
    path("figures/<str:name>/publications/<int:number>/", views.publication, name="publication"),
]
