"""What employers do together for those who work for them: skills, social dialogue, headcounts; and handing over."""
