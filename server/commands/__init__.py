"""Commands that need the engine or the server; each module imports what its command needs."""
