"""The launcher: from a clone and a Python to a running Kevread.

Only the standard library, since it runs before anything is installed. `./kevread` (sh) finds a Python and runs
`python -m launch`. One module per matter:

    say        messages, faults with their remedy
    folders    where things are kept: the state of this clone, the data folder of an instance
    locks      who does what at the same time
    venv       the virtual environment and what it holds
    postgres   the embedded PostgreSQL: find, create, start, stop
    sql        questions to a database, through psql
    instance   which federation runs here, on which database, and its preparation
    ports      the address, and what holds it
    serve      `./kevread`
    checks     `./kevread check` and `./kevread test`, with `system` for what comes from the machine
    archive    what a backup file is made of
    backup     `./kevread backup` and `./kevread restore`
    founding   `./kevread init`
    doctor     `./kevread doctor`

A foreseeable failure is a `Fault`: what happened, what to do, no traceback.
"""
