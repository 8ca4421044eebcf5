"""What other rooms may use of complaints."""
