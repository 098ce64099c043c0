"""Small parts of HTML that pictures and tables share."""

import html
import re


def link(text: str, url: str) -> str:
    """Return escaped text, linked if the address is one that a browser may safely open."""
    if not re.match(r"https?://", url):
        return html.escape(text)
    return f'<a href="{html.escape(url)}" rel="external noopener">{html.escape(text)}</a>'


def check_name(name: str) -> None:
    """Refuse a name that cannot be an HTML identifier and a file name."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"The exhibit's name {name!r} must be lower-case letters, digits and hyphens, "
            "and start with a letter."
        )


def folded(content: str, summary: str, *, narrow: bool = False) -> str:
    """Close HTML behind a line that opens it by pointer or key, without a script.

    If `narrow`, the style sheet closes it on narrow screens only.
    """
    kind = "exhibit-fold exhibit-fold-narrow" if narrow else "exhibit-fold"
    return (
        f'<details class="{kind}"><summary>{html.escape(summary)}</summary>\n{content}\n</details>'
    )
