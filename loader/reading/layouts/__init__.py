"""Layouts: where in the blocks of a section entries are set out, one module a way.

A layout gives groups of drafts, each group of entries that stand side by side in one way: what
most of a group look like is evidence for each of them.
"""
