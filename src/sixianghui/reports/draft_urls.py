"""Addresses of reports that are being written, and of templates."""

from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

from sixianghui.reports.views import drafts, review, templates

urlpatterns: list[URLPattern] = [
    path("reports/drafts/", drafts.drafts, name="drafts"),
    path("reports/new/", drafts.new, name="new"),
    path("reports/drafts/<str:ref>/", drafts.draft, name="draft"),
    path("reports/drafts/<str:ref>/preview/", drafts.preview, name="draft-preview"),
    path("reports/drafts/<str:ref>/figures/", drafts.figures, name="draft-figures"),
    path("reports/drafts/<str:ref>/submission/", review.submission, name="draft-submission"),
    path("reports/drafts/<str:ref>/recall/", review.recall, name="draft-recall"),
    path("reports/drafts/<str:ref>/verdict/", review.verdict, name="draft-verdict"),
    path("reports/drafts/<str:ref>/editions/", review.editions, name="draft-editions"),
    path("reports/drafts/<str:ref>/removal/", review.removal, name="draft-removal"),
    path("reports/drafts/<str:ref>/template/", review.template, name="draft-template"),
    path("reports/templates/", templates.templates, name="templates"),
    path("reports/templates/<str:ref>/closing/", templates.closing, name="template-closing"),
    path("reports/templates/<str:ref>/keeping/", templates.keeping, name="template-keeping"),
    path("reports/templates/<str:ref>/opening/", templates.opening, name="template-opening"),
    path("reports/templates/<str:ref>/removal/", templates.removal, name="template-removal"),
    path("reports/templates/<str:ref>/template.json", templates.template_json, name="template-json"),
]
