"""A release: image and chart as OCI artifacts, each with what says where it came from."""
