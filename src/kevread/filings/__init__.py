"""What an association declares to the State when something of it changes: what is due, by when, and what was filed."""
