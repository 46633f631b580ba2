"""Ranges: between which values the inputs of the packaged model's linear layers are rounded.

Of the first three the least and the greatest value over some 600 texts of many kinds and languages, among them empty
ones, repeated words, tables, program code and noise. They hardly differ from text to text: the model has a few channels
that are always large. The fourth, what GELU gives, is cut off at 0.55 of its greatest, which few values reach: that
kept the vectors closest to those of float32. What another text brings beyond a range is cut off.

Measured on the model's own layers in float32, as tests/embed/test_layer.py does it for a model made up; for another
model they would have to be measured again.
"""

from __future__ import annotations

from backend.embed.layer import Ranges

PACKAGED_RANGES = (
    Ranges((-7.2, 6.4), (-3.4, 2.5), (-7.4, 11.0), (-0.2, 13.5)),
    Ranges((-6.8, 8.2), (-2.9, 3.1), (-6.9, 10.8), (-0.2, 11.3)),
    Ranges((-7.2, 8.0), (-3.7, 3.3), (-7.0, 11.4), (-0.2, 9.7)),
    Ranges((-7.3, 9.7), (-3.7, 3.1), (-7.0, 11.4), (-0.2, 7.6)),
    Ranges((-6.6, 10.6), (-3.3, 3.2), (-5.7, 10.0), (-0.2, 5.1)),
    Ranges((-6.2, 10.0), (-4.1, 3.7), (-7.8, 10.3), (-0.2, 5.3)),
)
