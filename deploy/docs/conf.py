"""Sphinx's configuration, for the source that `python -m deploy.docs` assembles."""

project = "référencement"
author = ""
extensions = ["myst_parser"]
exclude_patterns: list[str] = []
myst_heading_anchors = 6
# links and anchors are checked in the built pages, raw ids included, which MyST does not know
suppress_warnings = ["myst.xref_missing", "myst.header", "misc.highlighting_failure"]
smartquotes = False
html_theme = "furo"
html_title = "référencement"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_last_updated_fmt = None
html_static_path = ["static"]
html_css_files = ["site.css"]
