"""An outside time-stamp (RFC 3161), off until its address is given: a third party says at what hour a signature was there.

It is asked while a signature is being given: a server that is slow or wrong is not waited for, the signature is then dated by
this site alone, and why is kept beside its seal.
"""

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

TIMEOUT = 4.0  # seconds
LARGEST = 100_000  # bytes of an answer
FAULTS = (OSError, URLError, HTTPException, ValueError, KeyError, TypeError, TimestampRequestError)


class Stamper(TimeStamper):
    """A server of time-stamps, asked once for a signature."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        super().__init__()
        if not url.startswith(("https://", "http://")):
            raise ValueError("L’adresse d’un service d’horodatage commence par https://.")
        self.url, self.timeout = url, timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        asked = Request(self.url, data=req.dump(), headers=headers, method="POST")  # noqa: S310 — its scheme is looked at
        try:
            with urlopen(asked, timeout=self.timeout) as answer:  # noqa: S310 — an address of whoever runs the site
                content = answer.read(LARGEST + 1)
        except HTTPError as refused:
            refused.close()
            raise
        if len(content) > LARGEST:
            raise ValueError("Une réponse trop longue.")
        return tsp.TimeStampResp.load(content, strict=True)


def stamper() -> Stamper | None:
    """That of this site, where it has one."""
    return Stamper(settings.KEVREAD_TSA_URL) if settings.KEVREAD_TSA_URL else None
