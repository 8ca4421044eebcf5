"""The pages of the room, by who they are for."""
