"""The share-out of the fund, exactly. Pure: fractions and integers, no Django, no clock.

`rounds` is what one starts from; `share` is the definition, step by step, in fractions, and the oracle of all that is
faster; `certified` is the same answer for large rounds, in integers, with its proof; `told` writes an answer in JSON;
`loader` reads a file.
"""

from kevread.equalisation.rules.certified import allocate, certified
from kevread.equalisation.rules.rounds import Criterion, Direction, Round
from kevread.equalisation.rules.share import Answer, Why, share_out

__all__ = ["Answer", "Criterion", "Direction", "Round", "Why", "allocate", "certified", "share_out"]
