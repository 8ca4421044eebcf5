"""How search finds units."""


def register() -> None:
    """Nothing yet."""
