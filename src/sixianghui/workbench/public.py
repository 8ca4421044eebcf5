"""What other rooms may use of the workbench."""

from sixianghui.workbench.cards import Card, register
from sixianghui.workbench.queries import posts_in_words

__all__ = ["Card", "posts_in_words", "register"]
