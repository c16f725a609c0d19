"""Pure decisions: what pay an agreement asks at least, when something of a working life is due, whether a line is a tree."""
