"""Saved queries: one ``.rq`` file each, whose name is its address.

:mod:`queries.catalogue` reads and binds them, :mod:`queries.lexer` tells SPARQL's tokens apart,
and :mod:`queries.rdf` writes the catalogue as data.
"""
