"""Tasks: what the headings of lists name, merged over all lists.

A heading is told by its words (:mod:`loader.identity.tasks.names`), with abbreviations as its list
explains them (:mod:`loader.identity.tasks.abbreviations`) and what stands above it where it says
nothing alone (:mod:`loader.identity.tasks.context`). Headings that come to the same are one task
(:mod:`loader.identity.tasks.merging`), and tasks stand below others as most lists nest them
(:mod:`loader.identity.tasks.hierarchy`).
"""

from loader.identity.tasks.merging import Tasks, tasks_of

__all__ = ["Tasks", "tasks_of"]
