"""What the queue holds about people: nothing but keys. Its jobs name letters and documents by them."""

from kevread.common.personal import CODE, Activity, Held, hold

hold(
    "base",
    Held(
        model="procrastinate.procrastinatejob",
        called="Travaux en attente",
        aside=dict.fromkeys(("queue_name", "task_name", "lock", "queueing_lock"), CODE)
        | {
            "args": "the keys of what is to be done: neither a name nor an address (see `accounts.operations.post_letter`)"
        },
    ),
    Held(
        model="procrastinate.procrastinateperiodicdefer",
        called="Heures",
        aside={"task_name": CODE, "periodic_id": CODE},
    ),
    activity=Activity.ACCESS,
)
