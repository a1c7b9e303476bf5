"""Who writes with whom: the explorer at ``/collaborations`` and its data."""

from __future__ import annotations

from flask import Blueprint

from server.collaborations import views

blueprint = Blueprint("collaborations", __name__)
blueprint.add_url_rule("/collaborations", view_func=views.explorer)
blueprint.add_url_rule("/api/collaborations", view_func=views.data)

__all__ = ["blueprint"]
