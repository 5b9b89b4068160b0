"""The expression language of questionnaires and templates: XLSForm's, our own implementation.

`parse` → nodes, `check` proves what can be proved before anybody answers, `evaluate` compiles nodes to closures,
`to_json` hands the same nodes to the browser. One operator table, one function table.
"""

from inovik_forms.expressions import messages

__all__ = ["messages"]
