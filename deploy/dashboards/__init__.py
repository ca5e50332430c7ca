"""Grafana's dashboards, written with its own SDK into the chart: `python -m deploy.chart.files`."""
