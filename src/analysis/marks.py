"""What stands in a page until the page is put together, and is replaced then."""

NOTEBOOK = '<span class="exhibit-notebook"></span>'
"""Where a page names the notebook that shows an exhibit, which knows no page."""
