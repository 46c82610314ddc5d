"""SQLite: tables, connections, the recorder of every change, the text index, upgrades, pictures."""
