"""Questions about dues that cross tables."""
