"""Bring deploy/alerts up to date, and what the chart carries: its own copy of the rules, and the dashboards."""

from deploy.chart import files
from deploy.observing.rules import write

write()
files.write()
