"""Settings, as the console writes them."""

from deploy.console.settings.commands import reference as page

__all__ = ["page"]
