"""What a provider of seals gives, and that shows wrong once it is read: told as its other faults; nothing is signed."""

import pytest
from pyhanko.sign.general import SigningError

from kevread.common.errors import Refused
from kevread.documents import provider
from kevread.documents.operations import sealing
from tests.documents.test_provider import held, holder, nothing_is_signed, version
from tests.documents.test_verify_document import sign, two

pytestmark = pytest.mark.django_db
__all__ = ["held", "holder", "two", "version"]


@pytest.mark.parametrize("where", [(provider, "require_fit"), (sealing, "require_holds"), (sealing, "sealed_in_time")])
@pytest.mark.parametrize("fault", [ValueError("Error parsing asn1crypto.x509.Extensions"), SigningError("too long")])
def test_what_is_wrong_inside_of_what_it_gives_is_told_as_the_rest(held, version, two, monkeypatch, where, fault):
    """A certificate that is read piece by piece, a chain too long for the room that the file keeps."""

    def found_wrong(*_, **__):
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(*where, found_wrong)
        with pytest.raises(Refused, match=r"prestataire .* Rien n’est signé"):
            sign(two[0], version)
    assert nothing_is_signed(version)
    assert sign(two[0], version).seal.rank == 1
