"""`python -m inovik_forms` is the `inovik` command."""

from inovik_forms.cli import main

main()
