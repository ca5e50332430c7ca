"""Databases as earlier versions left them, brought to this one."""
