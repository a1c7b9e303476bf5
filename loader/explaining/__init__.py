"""Explaining: why a thing of the published graph is what it is, from the graph alone."""

from loader.explaining.explanation import Explanation, explain

__all__ = ["Explanation", "explain"]
