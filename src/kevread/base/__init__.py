"""What every table shares: a key, a period, one QuerySet, one constraint factory. And the clock, for the edges."""
