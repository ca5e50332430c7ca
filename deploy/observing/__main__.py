"""Bring deploy/alerts and deploy/dashboards up to date, and the chart's copies of them."""

from deploy.chart import files
from deploy.observing.writing import write

write()
files.write()
