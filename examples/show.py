"""Print what is in a SQLite database: each table, its rows counted, and the first of them."""

import sqlite3
import sys

with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as database:
    for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        (count,) = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        row = database.execute(f'SELECT * FROM "{table}"').fetchone() or ()
        print(f"{table:<20} {count:>6,}  {', '.join(map(str, row))[:90]}")
