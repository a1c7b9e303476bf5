"""Curagraph's web application: a SPARQL endpoint, linked data and pages for people.

Worker processes start from this package, so nothing is imported here.
"""
