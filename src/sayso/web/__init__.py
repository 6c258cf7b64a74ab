"""Records as people see them: the outline that every rendering shares, and the page."""
