"""Bring deploy/alerts and deploy/dashboards up to date."""

from deploy.observing.writing import write

write()
