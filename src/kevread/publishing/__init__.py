"""What the public sees: the front page, a page for each territory with its bodies and who sits in them, legal pages.

Reads everything below; relays what the public writes, and writes nothing else. The public sees composition, never
faults; a person by their consent only.
"""
