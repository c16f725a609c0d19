import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import DeleteJobCondition

from kevread.base.kind import require_served


class Command(BaseCommand):
    help = "Fait ce que les verbes ont demandé de faire ensuite. Le lanceur s’en sert : ./kevread"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="s’arrêter quand il ne reste rien à faire")

    def handle(self, *, once: bool, **options: Any) -> None:
        require_served()
        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
        with app.replace_connector(connector):
            asyncio.run(work(once=once))


async def work(*, once: bool) -> None:
    """One job does not wait for a slow other; a job that went well leaves no row. A request to stop lets it end, for
    eight seconds."""
    async with app.open_async():
        await app.run_worker_async(
            name="kevread",
            concurrency=2,
            wait=not once,
            shutdown_graceful_timeout=8,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
        )
