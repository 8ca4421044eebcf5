"""What other rooms may use of the workbench. Cards are registered in `ui`."""

from sixianghui.workbench.queries import posts_in_words

__all__ = ["posts_in_words"]
