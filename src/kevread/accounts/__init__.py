"""Sign-in: an address and its factors, nothing else. Who the person is, `directory` says; what they may do, `seats`.

There is no password: a code is sent by e-mail, and a second factor (TOTP) is asked of those whose seat demands it.
Exempt from the journal's guard: last sign-ins and factors are not acts of the federation.
"""
