"""Letters that leave: written by a verb in its act, sent by the worker, tried again, proved.

Vocabulary: a *dispatch* (envoi) is a letter to one address, of an organisation; its *content* is what it says. A *notice* is
a letter that the law or the articles of association ask for: nobody is unsubscribed from it.
Invariants: a letter is queued in the act that wants it, or not at all; its digest and its Message-ID are known before it
leaves; it is tried again while the refusal may pass, and shown when it does not; the content is erased 90 days after it
left, and what proves it stays. A worker killed between the sending and its record sends again, under the same Message-ID, and
the dispatch says so.
Exempt from the journal's guard, because they are erased: contents and attachments.
Codes do not pass here: they are of no organisation, and forgotten with their ten minutes (`accounts.operations.post_letter`).
"""
