"""Citations: how the lines of a candidate become the texts of an entry's fields.

Data goes one way: lines become one string whose marks are kept beside it (:mod:`.flat`), the
string shows where the title stands (:mod:`.titles`, :mod:`.named_titles`,
:mod:`.plain_titles`), what stands around it falls into pieces (:mod:`.pieces`), and the pieces are
credits (:mod:`.credits`).
:mod:`.drafting` puts it together.
"""
