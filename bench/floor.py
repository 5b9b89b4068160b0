"""What no page turn with Flask and SQLite can go below: one request, one durable insert, one small page."""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask, render_template_string, request

app = Flask(__name__)
local = threading.local()

PAGE = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ text }}</p>"


def database() -> sqlite3.Connection:
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None, timeout=10)
        local.connection.execute("PRAGMA journal_mode = WAL")
        local.connection.execute("PRAGMA synchronous = FULL")
        local.connection.execute("CREATE TABLE IF NOT EXISTS answers (id INTEGER PRIMARY KEY, text TEXT)")
    return local.connection


@app.post("/")
def turn() -> str:
    text = request.form.get("text", "")
    database().execute("INSERT INTO answers (text) VALUES (?)", (text,))
    return render_template_string(PAGE, title="Floor", text=text)
