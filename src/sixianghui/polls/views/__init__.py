"""Pages of polls: for readers, for those who answer, for those who ask."""
