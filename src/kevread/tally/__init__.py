"""The arithmetic of a vote: exact, pure, and the reader of `manage tally`."""
