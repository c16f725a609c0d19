"""A site of one page, so that the launcher is tried without the application."""
