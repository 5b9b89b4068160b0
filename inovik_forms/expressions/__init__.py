"""The expression language of questionnaires and templates: XLSForm's, our own implementation."""
