"""Kinds and rules: those that come with the house, and what the committee makes of them."""

from __future__ import annotations

from sixianghui.activities import catalogue
from sixianghui.activities.models import Kind, Rule


def install() -> int:
    """Enter the rules and kinds of the catalogue that are not there yet; leave alone what is. Returns how many kinds
    were new. Runs after every migration; may run twice."""
    known = set(Rule.objects.values_list("code", flat=True))
    Rule.objects.bulk_create(
        Rule(
            code=seed.code,
            nature="quorum" if seed.below else "rhythm",
            name=seed.name,
            version=seed.version,
            article=seed.article,
            text=seed.text,
            above=seed.above,
            below=seed.below,
            months=seed.months,
            since=seed.since,
            confirmed=seed.confirmed,
        )
        for seed in catalogue.RULES
        if seed.code not in known
    )
    rules = {rule.code: rule for rule in Rule.objects.all()}
    kinds = set(Kind.objects.values_list("code", flat=True))
    made = Kind.objects.bulk_create(
        Kind(
            code=seed.code,
            name=seed.name,
            place=number * 10,
            open_at_first=seed.open_at_first,
            names_needed=seed.names_needed,
            quorum=rules.get(seed.quorum),
            rhythm=rules.get(seed.rhythm),
        )
        for number, seed in enumerate(catalogue.KINDS, 1)
        if seed.code not in kinds
    )
    return len(made)
