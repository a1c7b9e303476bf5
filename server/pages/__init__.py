"""Pages for people: home, search, browsing, and one page for every thing of the graph.

Each page is a set of panels; each panel shows the rows of one query kept under ``panels/`` and
links to that query in the workbench.
"""

from __future__ import annotations

from flask import Blueprint

from server.pages import browse, changes, compare, home, search, things
from server.pages.footer import snapshot_line
from server.pages.formatting import FILTERS
from server.pages.workbench import workbench_context

blueprint = Blueprint("pages", __name__)
blueprint.add_url_rule("/", view_func=home.home)
blueprint.add_url_rule("/search", view_func=search.search)
blueprint.add_url_rule("/papers", view_func=browse.papers)
blueprint.add_url_rule("/tasks", view_func=browse.tasks)
blueprint.add_url_rule("/authors", view_func=browse.authors)
blueprint.add_url_rule("/venues", view_func=browse.venues)
blueprint.add_url_rule("/lists", view_func=browse.lists)
blueprint.add_url_rule("/compare", view_func=compare.compare)
blueprint.add_url_rule(
    "/<any(paper,author,venue,task,repo,list):kind>/<key>", view_func=things.thing
)
blueprint.add_url_rule("/list/<key>/changes", view_func=changes.changes)
for name, function in FILTERS.items():
    blueprint.add_app_template_filter(function, name)
blueprint.add_app_template_global(snapshot_line)
blueprint.add_app_template_global(workbench_context)

__all__ = ["blueprint"]
