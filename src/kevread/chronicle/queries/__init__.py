"""What the journal says, in words."""
