"""Pages of complaints: for those who write, and for those who answer."""
