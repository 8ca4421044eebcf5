"""What Wagtail's own screens let somebody do with a page: our table decides, not Wagtail's groups.

Wagtail asks these questions on every path, the secondary ones too: bulk actions, its interface for programs, copying,
reverting, scheduling. So a path that we never thought of still gets our answer.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester

from sixianghui.access.public import may
from sixianghui.channel.actions import Action


class DeskPermissions(PagePermissionTester):
    """Of a page that is neither ours nor known: nothing. What is allowed, the classes below allow."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        # Whoever may do something in this tree is told so by the table; Wagtail reads these names on some paths.
        self.permissions = set()
        if self._may(Action.EDIT_PAGE):
            self.permissions |= {"add", "change"}

    def _may(self, action: Action) -> bool:
        return bool(self.user.is_active and may(self.user, action))

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_add_subpage(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False

    def can_view_revisions(self) -> bool:
        return self.can_edit()

    def can_withdraw(self) -> bool:
        """Whether this person may take the page back, with a reason."""
        return False

    def can_take_back(self) -> bool:
        """Whether this person may end the reviews of what they handed in themselves."""
        return False


class PiecePermissions(DeskPermissions):
    """A piece comes out by its final review alone, and is taken back by a command that asks for a reason.

    Wagtail's own ways to publish and to unpublish are therefore closed to everybody, the chief editor too.
    """

    def can_edit(self) -> bool:
        return self._may(Action.EDIT_PAGE)

    def can_withdraw(self) -> bool:
        return bool(self.page.live) and self._may(Action.WITHDRAW)

    def can_take_back(self) -> bool:
        state = self.page.current_workflow_state
        return bool(
            state is not None
            and self.page.workflow_in_progress
            and self.user.pk in (state.requested_by_id, self.page.owner_id)
            and self.can_edit()
        )

    def can_unschedule(self) -> bool:
        return self._may(Action.REVIEW_FINAL)

    def can_submit_for_moderation(self) -> bool:
        return bool(self.can_edit() and super(DeskPermissions, self).can_submit_for_moderation())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only a draft that has never been handed in: what was reviewed or released stays in the book."""
        mine = self.page.owner_id == self.user.pk or self._may(Action.PUBLISH_PAGE)
        return bool(
            mine
            and self.can_edit()
            and not self.page.live
            and not self.page.workflow_states.exists()
            and not self.page.reviews.exists()
            and not self.page.releases.exists()
        )

    def can_move(self) -> bool:
        """Between columns, before it is out, and in a review only by whoever reviews it."""
        page = self.page
        # What is out is known without asking, fifty times in a list.
        return bool(
            self.can_edit() and not page.live and not self.page_locked() and not page.releases.exists()
        )

    def can_copy(self) -> bool:
        return self.can_edit()

    def can_lock(self) -> bool:
        return not self.page.workflow_in_progress and self._may(Action.PUBLISH_PAGE)

    def can_unlock(self) -> bool:
        return self.user_has_lock() or self._may(Action.PUBLISH_PAGE)


class ColumnPermissions(DeskPermissions):
    """Columns and the front page are changed by whoever may publish pages; pieces are added by editors."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if self._may(Action.PUBLISH_PAGE):
            self.permissions.add("publish")

    def can_edit(self) -> bool:
        return self._may(Action.PUBLISH_PAGE)

    def can_publish(self) -> bool:
        return self._may(Action.PUBLISH_PAGE)

    def can_unpublish(self) -> bool:
        """A column may be retired; the front page may not."""
        return bool(self.page.live and not self._is_home() and self._may(Action.PUBLISH_PAGE))

    def can_unschedule(self) -> bool:
        return self._may(Action.PUBLISH_PAGE)

    def can_add_subpage(self) -> bool:
        return self._may(Action.PUBLISH_PAGE if self._is_home() else Action.EDIT_PAGE)

    def can_publish_subpage(self) -> bool:
        """A new column at once; a new piece never."""
        return self._is_home() and self._may(Action.PUBLISH_PAGE)

    def can_reorder_children(self) -> bool:
        """The columns have an order; pieces stand by their day."""
        return self._is_home() and self._may(Action.PUBLISH_PAGE)

    def can_move_to(self, destination: Any) -> bool:
        """Among its neighbours, for the order of the columns; to no other place."""
        return bool(self.page.is_child_of(destination)) and self._may(Action.PUBLISH_PAGE)

    def can_lock(self) -> bool:
        return self._may(Action.PUBLISH_PAGE)

    def can_unlock(self) -> bool:
        return self._may(Action.PUBLISH_PAGE)

    def _is_home(self) -> bool:
        return bool(self.page.specific_class and self.page.specific_class.__name__ == "HomePage")
