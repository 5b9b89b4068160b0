"""Jinja for pages that come with every turn: what is the same at each is worked out when a template is compiled.

A template is compiled once a language, so that its own texts (`_('Simpan')`) and the addresses of static files
(`asset('form.js')`) stand in it as they are; looking them up took a fifth of a page's time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import msgspec
from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import BaseLoader, StrictUndefined, Template, nodes
from jinja2 import Environment as JinjaEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from inovik_forms import words

SIGN = ":"
"""Stands between language and name: "id:dasar.html"."""
FIXED = frozenset({"_", "asset"})
"""Functions of the templates whose result depends on their one text and the language alone."""


class Environment(FlaskEnvironment):
    """Flask's own, with one set of templates for each language."""

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """The template in the present language."""
        if isinstance(name, str) and SIGN not in name:
            name = f"{words.language()}{SIGN}{name}"
        return super().get_template(name, parent, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        functions = {name: self.globals[name] for name in FIXED}
        return _Fixed(functions).visit(tree)  # type: ignore[arg-type]


class _Languages(BaseLoader):
    """The same sources under a name for each language."""

    def __init__(self, sources: BaseLoader) -> None:
        self.sources = sources

    def get_source(
        self, environment: JinjaEnvironment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        return self.sources.get_source(environment, template.partition(SIGN)[2])


class _Fixed(NodeTransformer):
    def __init__(self, functions: Mapping[str, Callable[[str], str]]) -> None:
        self.functions = functions

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja calls it by this name
        called = call.node
        if isinstance(called, nodes.Name) and called.name in self.functions and _has_one_text(call):
            text = call.args[0].as_const()
            return nodes.Const(self.functions[called.name](text), lineno=call.lineno)
        return self.generic_visit(call)


def _has_one_text(call: nodes.Call) -> bool:
    is_plain = not (call.kwargs or call.dyn_args or call.dyn_kwargs)
    return is_plain and len(call.args) == 1 and isinstance(call.args[0], nodes.Const)


def install(app: Flask) -> None:
    """Before the first template is asked for."""
    environment = app.jinja_env
    assert environment.loader is not None
    environment.loader = _Languages(environment.loader)
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["_"] = translated
    environment.policies["json.dumps_function"] = lambda value, **_: msgspec.json.encode(value, enc_hook=str).decode()
    environment.policies["json.dumps_kwargs"] = {}


def translated(message: str, **variables: Any) -> Markup:
    """`_` of the templates: as Jinja's own."""
    text = Markup(words.gettext(message))  # noqa: S704 - our own words
    return text % variables if variables else text
