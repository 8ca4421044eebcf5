"""A machine that looks at everything once something has moved: what was refused was rolled back, and all is as it was."""

from __future__ import annotations

from hypothesis.stateful import RuleBasedStateMachine, invariant


class Moving(RuleBasedStateMachine):
    """`moved` is set by whatever changes the database, the clock or the model; `look` then asserts what has to hold."""

    moved = False

    @invariant()
    def what_moved_is_as_it_should_be(self) -> None:
        if self.moved:
            self.moved = False
            self.look()

    def look(self) -> None:
        """What has to hold after each step."""
        raise NotImplementedError
