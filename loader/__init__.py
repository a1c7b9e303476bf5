"""From a reading list's text to a published knowledge graph.

Data goes one way, a package or module a stage:

    sources -> reading -> fields -> identity -> mapping -> validation -> publishing

:mod:`loader.records` holds what travels between the first stages, :mod:`loader.identity.things`
what the later ones share, and :mod:`loader.build` strings the stages together.
"""
