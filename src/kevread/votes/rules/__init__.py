"""A box that nobody opens alone, and that everybody can check. No Django, no clock; chance comes from the system.

`group` is the curve and its hash, `sealing` the ballots and the proofs that they hold together, `keys` the shares and the
opening of the sums, `box` receipts and what is published, `bundle` what anybody checks away from the server.
"""
