"""A grouping that meets, votes and decides, for the tests of every room where it does."""
