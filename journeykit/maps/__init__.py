"""The journey map as a value (`grid`) and what is drawn from it.

`curve` is the emotion curve as SVG, `table` the accessible HTML, `outline` the same in text,
`paper` PDF, SVG and PNG.
"""
