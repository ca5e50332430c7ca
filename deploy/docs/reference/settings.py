"""Settings, as the console writes them."""

from deploy.console.settings import reference as page

__all__ = ["page"]
