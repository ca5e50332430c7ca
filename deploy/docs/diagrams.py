"""Mermaid diagrams as pictures, drawn when the site is built: no script, no network, nothing to wait for."""

import mmdr  # type: ignore[import-not-found]  # installed beside the venv, for the site alone

_INIT = "%%{init: {'theme': 'neutral', 'fontFamily': 'arial, sans-serif'}}%%\n"


def draw(diagram: str) -> str:
    """A Mermaid diagram as SVG. ValueError: it cannot be read."""
    svg: str = mmdr.render(_INIT + diagram).svg()
    return svg
