"""The only way input gets in."""
