"""Questions about memberships. The number of queries never grows with the rows."""
