"""Writing: SPARQL Update and the graph store, off unless the server is started with a token.

A write never touches a snapshot. A process of its own applies it to a copy (hard links, so that it
costs next to nothing), which becomes the published snapshot when it is whole and on disk, or is
thrown away. The process starts from this package, so nothing is imported here.
"""
