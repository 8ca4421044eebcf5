"""What other rooms may use of vault."""
