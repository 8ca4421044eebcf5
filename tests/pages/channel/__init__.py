"""The channel's pages and the desk's screens."""
