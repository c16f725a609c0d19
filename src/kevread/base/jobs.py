"""The jobs of the queue itself."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

# The worker that ran them was killed: its heart beats every ten seconds.
LOST_AFTER = 30
KEPT_HOURS = 14 * 24


@app.periodic(cron="* * * * *", queueing_lock="base.take_up_again")
@app.task(name="base.take_up_again")
async def take_up_again(timestamp: int) -> None:
    """Queue again the jobs whose worker died, and forget the failed ones after two weeks."""
    for lost in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=LOST_AFTER):
        with suppress(ConnectorException):  # another run took it up in between; a database that is gone fails below
            await app.job_manager.retry_job(lost)
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True, include_aborted=True)
