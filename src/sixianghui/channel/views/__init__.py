"""The room's views, by what they are about."""
