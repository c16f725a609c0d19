"""What a certificate says that it is, by the statements that the European regulation names (ETSI EN 319 412-5)."""

from contextlib import suppress
from dataclasses import dataclass

from asn1crypto import x509
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements

NAMES = ("organization_name", "common_name")


@dataclass(frozen=True, slots=True)
class Statements:
    """`kinds`: what it may give (« esign », somebody's signature; « eseal », the seal of an organisation; « web »)."""

    complies: bool = False
    in_a_device: bool = False
    kinds: frozenset[str] = frozenset()

    @property
    def qualified(self) -> str:
        """« esign » or « eseal », where it says all three: qualified, its key in a device, for what. Else empty."""
        [kind] = self.kinds if len(self.kinds) == 1 else [""]
        return kind if self.complies and self.in_a_device and kind in ("esign", "eseal") else ""


def statements_of(certificate: x509.Certificate) -> Statements:
    """Nothing of statements that cannot be read."""
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        said = {one["statement_id"].native: one["statement_info"] for one in get_qc_statements(certificate)}
        kinds = (
            frozenset(str(one).removeprefix("qct_") for one in said["qc_type"].native)
            if "qc_type" in said
            else frozenset()
        )
        return Statements("qc_compliance" in said, "qc_sscd" in said, kinds)
    return Statements()


def named(name: x509.Name) -> str:
    """The organisation, then what it is called; once where both are the same."""
    said = name.native
    parts = [one for key in NAMES if isinstance(one := said.get(key), str)]
    return ", ".join(dict.fromkeys(" ".join(one.split())[:100] for one in parts))


def issuer_of(certificate: x509.Certificate) -> str:
    return named(certificate.issuer)
