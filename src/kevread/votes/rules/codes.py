"""What people write down and type again: letters and figures by groups of four."""

from kevread.common.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that is read as another


def written(data: bytes) -> str:
    """
    >>> written(bytes(5)), written(bytes([255] * 5))
    ('0000-0000', 'ZZZZ-ZZZZ')
    """
    bits = -(-len(data) * 8 // 5)
    number = int.from_bytes(data) << (bits * 5 - len(data) * 8)
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(bits)))
    return "-".join(letters[start : start + 4] for start in range(0, bits, 4))


def read_back(text: str, length: int) -> bytes:
    """What was written down, however it was typed. Raises Invalid.

    >>> read_back(" zzzz zzzz ", 5) == bytes([255] * 5), read_back("oooo-lill", 5) == read_back("0000-1111", 5)
    (True, True)
    """
    letters = "".join(text.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    bits = -(-length * 8 // 5)
    if len(letters) != bits or set(letters) - set(ALPHABET):
        raise Invalid("code", f"Ce code a {bits} lettres et chiffres, par groupes de quatre : relisez-le.")
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return (number >> (bits * 5 - length * 8)).to_bytes(length)
