"""What tests of the endpoint ask with."""

from __future__ import annotations

SELECT = "SELECT ?o { <https://example.org/s> ?p ?o }"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
