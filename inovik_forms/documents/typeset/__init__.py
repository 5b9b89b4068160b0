"""Setting type: a resolved document in, pages out. Lines are broken and pages are filled as Word does it.

`faces` knows the shipped fonts, `inks` what a stretch of text looks like, `words` cuts paragraphs into words, `lines`
breaks them, `strips` are what pages are filled with (a line, a row of a table), `pages` fills them, `paint` and
`pdf_file` write them down.
"""
