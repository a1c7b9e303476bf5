"""From text to values: pure functions, one module a field.

Every rule here is about how people write, never about one list; each function's doctests and the
tables in ``tests/loader/fields`` hold real lines.
"""
