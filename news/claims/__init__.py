"""Claims of a text about figures, and how they compare with what is held. Pure: no database.

`passages` cuts rich text into blocks, `english` and `chinese` know the words, `words` makes tokens of a block, `reading` and
`tables` make claims of tokens, `comparing` sets claims beside figures, `mending` says what to write instead. `spells` and
`spell_words` find what is told of the past (the third rise in a row, the highest since March), `histories` sets it beside the
figures before.
"""
