"""Who is there, for whom, and whether it is enough: arrivals and departures are noted, the rest is derived."""
