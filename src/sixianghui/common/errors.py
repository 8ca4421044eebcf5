"""What can go wrong in a command, as sentences for the reader.

`message` is a full sentence in the reader's language that says what to do next.
"""

from __future__ import annotations


class HouseError(Exception):
    """A command could not be done; `message` says why and what to do."""

    status = 400

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Refused(HouseError):
    """The person may not do this."""

    status = 403


class NotThere(HouseError):
    """There is no such thing, or the person may not know of it."""

    status = 404


class Conflict(HouseError):
    """The rules or the present state stand in the way."""

    status = 409
