from uuid import UUID

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from kevread.base import clock
from kevread.base.queue import PATIENT, job

from .operations import NotYetSent, erase_letters, send_letter


class AsTheServerAsks(BaseRetryStrategy):
    """When the verb says so; otherwise as any job."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, NotYetSent):
            return RetryDecision(retry_in={"minutes": exception.minutes})
        return PATIENT.get_retry_decision(exception=exception, job=job)


@job(retry=AsTheServerAsks())
def send(dispatch: str) -> None:
    send_letter(dispatch=UUID(dispatch), now=clock.now())


@job(every="23 * * * *")
def erase() -> None:
    erase_letters(now=clock.now())
