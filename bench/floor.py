"""What no save with Flask and a database can go below: one request, one durable insert, one small page. FLOOR_DATABASE:
an SQLite file, or the address of a PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import Any

from flask import Flask, render_template_string, request

app = Flask(__name__)
local = threading.local()

PAGE = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ text }}</p>"
TABLE = "CREATE TABLE IF NOT EXISTS answers (id {kind} PRIMARY KEY, text TEXT)"
ADDRESS = os.environ["FLOOR_DATABASE"]
IS_POSTGRES = ADDRESS.startswith("postgres")
INSERT = f"INSERT INTO answers (text) VALUES ({'%s' if IS_POSTGRES else '?'})"


def database() -> Any:
    """This thread's connection; each statement is a transaction of its own."""
    if not hasattr(local, "connection"):
        local.connection = _postgres() if IS_POSTGRES else _sqlite()
    return local.connection


def _sqlite() -> sqlite3.Connection:
    connection = sqlite3.connect(ADDRESS, isolation_level=None, timeout=10)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(TABLE.format(kind="INTEGER"))
    return connection


def _postgres() -> Any:
    import psycopg

    connection = psycopg.connect(ADDRESS, autocommit=True)
    connection.execute("SELECT pg_advisory_lock(1)")  # two CREATE TABLE at once would collide
    connection.execute(TABLE.format(kind="SERIAL"))
    connection.execute("SELECT pg_advisory_unlock(1)")
    return connection


@app.post("/")
def turn() -> str:
    text = request.form.get("text", "")
    database().execute(INSERT, (text,))
    return render_template_string(PAGE, title="Floor", text=text)
