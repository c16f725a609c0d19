"""The verbs of delegations: one function, one transaction, one act.

`granting` enters what a body decided, gives, renews; `holding` accepts, deposits a paper, ends, annuls; `accepting` has both
sides sign it here; `petitions` asks, answers, withdraws; `dealings` keeps the agreements with those who direct; `committing` is
asked by every verb that commits a structure.
"""

from .accepting import put_to_signature
from .committing import require
from .dealings import annul_dealing, declare, report
from .granting import Terms, give, record, renew
from .holding import accept, annul, deposit, end
from .petitions import ask, decline, withdraw

__all__ = [
    "Terms", "accept", "annul", "annul_dealing", "ask", "declare", "decline", "deposit", "end", "give", "put_to_signature",
    "record", "renew", "report", "require", "withdraw",
]  # fmt: skip
