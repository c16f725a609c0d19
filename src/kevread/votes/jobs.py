from kevread.base.queue import job
from kevread.votes.operations import erase_traces


@job(every="* * * * *")
def erase() -> None:
    erase_traces()
