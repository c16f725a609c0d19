"""« Aujourd’hui »: what the other rooms know, composed for one person; and the same in a letter of the morning, for who asked.

Invariants: nothing is sent to who did not ask; one letter a day at most, and none when nothing waits; it says what the page
of that person says, at that moment."""
