"""The URLs of plans and practices: nouns."""

from __future__ import annotations

from django.urls import path

from sixianghui.campaigns.views import happening, plan_lines, plan_writing, plans, practices

paths = [
    path("notices/<slug:ref>/plan/", plans.plan_begin, name="plan-begin"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/<slug:ref>/", plans.plan, name="plan"),
    path("plans/<slug:ref>/writing/", plan_writing.writing, name="plan-writing"),
    path("plans/<slug:ref>/lines/<slug:line>/", plan_lines.line, name="plan-line"),
    path("plans/<slug:ref>/lines/<slug:line>/removal/", plan_lines.removal, name="plan-line-removal"),
    path(
        "plans/<slug:ref>/lines/<slug:line>/putting-back/",
        plan_lines.putting_back,
        name="plan-line-putting-back",
    ),
    path("plans/<slug:ref>/goals/<slug:goal>/", plan_lines.goal, name="plan-goal"),
    path("plans/<slug:ref>/hand-in/", plans.plan_hand_in, name="plan-hand-in"),
    path("plans/<slug:ref>/taking-back/", plans.plan_taking_back, name="plan-taking-back"),
    path("plans/<slug:ref>/approval/", plans.plan_approval, name="plan-approval"),
    path("plans/<slug:ref>/agreement/", plans.plan_agreement, name="plan-agreement"),
    path("plans/<slug:ref>/return/", plans.plan_return, name="plan-return"),
    path("plans/<slug:ref>/advice/", plans.plan_advice, name="plan-advice"),
    path(
        "plans/<slug:ref>/advice/<slug:advice>/settlement/",
        plans.plan_advice_settled,
        name="plan-advice-settled",
    ),
    path("plans/<slug:ref>/lines/<slug:line>/happening/", happening.happening, name="plan-happening"),
    path("plans/<slug:ref>/lines/<slug:line>/announcing/", happening.announcing, name="plan-announcing"),
    path("plans/<slug:ref>/lines/<slug:line>/link/", happening.link, name="plan-link"),
    path("plans/<slug:ref>/beside/", plans.plan_beside, name="plan-beside"),
    path("plans/<slug:ref>/activities/<slug:activity>/unlinking/", happening.unlink, name="plan-unlink"),
    path("practices/", practices.practice_list, name="practices"),
    path("practices/new/", practices.practice_new, name="practice-new"),
    path("practices/<slug:ref>/", practices.practice, name="practice"),
    path("practices/<slug:ref>/words/", practices.practice_words, name="practice-words"),
    path("practices/<slug:ref>/removal/", practices.practice_removal, name="practice-removal"),
    path("practices/<slug:ref>/trials/", practices.practice_trials, name="practice-trials"),
    path(
        "practices/<slug:ref>/trials/removal/",
        practices.practice_trials_removal,
        name="practice-trials-removal",
    ),
]
