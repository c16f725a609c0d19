"""What makes a file unreadable, and how much of one is read."""

from kevread.common.errors import Invalid

LARGEST = 50_000_000  # bytes of a file: a network's own sheets weigh thousands; a national stock is cut first
MOST_CELLS = 4_000_000  # of a book held in memory: 100 000 rows of 40 columns


class Unreadable(Invalid):
    """Nothing could be read; the sentence says what would be right."""

    def __init__(self, sentence: str) -> None:
        super().__init__("file", sentence)


def too_large(size: int) -> Unreadable:
    return Unreadable(
        f"Ce fichier pèse {size // 1_000_000} Mo : {LARGEST // 1_000_000} Mo au plus. Ôtez-en les images et les feuilles qui "
        "ne servent pas, ou coupez-le en plusieurs."
    )
