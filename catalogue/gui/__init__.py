"""The window: PySide6 and nothing else. It talks to the collection through `bus.Bus` only."""
