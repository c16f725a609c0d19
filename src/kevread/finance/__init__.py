"""Who funds what: what is asked for, granted, received, and what the law then asks."""
