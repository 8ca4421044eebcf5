"""What other rooms may use of privacy."""
