"""What other rooms may use of notify."""
