"""Who asks to join, who decided it, how a membership lives and ends, and who is a member on a day."""
