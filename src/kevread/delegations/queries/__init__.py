"""Questions about delegations. The number of queries never grows with the rows.

`chains`: what is written of who may commit an organisation, and whether somebody may. `register`: what screens, papers and
lists say of it. `petitions`: who asks for one, and of whom."""

from .chains import chains_of, may_commit, who_may
from .register import Row, one_of, rows_of

__all__ = ["Row", "chains_of", "may_commit", "one_of", "rows_of", "who_may"]
