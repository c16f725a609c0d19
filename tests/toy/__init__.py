"""A room of presents, written in the tests alone: what a room may bring to the house, and nothing else edited for it."""
