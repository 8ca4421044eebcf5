"""Template words about posts."""

from __future__ import annotations

from django import template

from sixianghui.access.public import HANDED_OVER, Post, post_words

register = template.Library()


@register.filter
def post_name(post: str) -> str:
    """A post's name."""
    return post_words(post)


@register.filter
def may_go_on(post: str) -> bool:
    """Whether whoever holds this post may hand it over."""
    return Post(post) in HANDED_OVER
