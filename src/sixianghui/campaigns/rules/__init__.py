"""Rules of this room. Pure."""
