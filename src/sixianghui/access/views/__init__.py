"""Views of the room: the door, the second step, what one sees of one's own account, the accounts of others."""
