"""What people see: findings, charts, pages, feed. Reads the published relations only, read-only.

Belongs here: turning published numbers into sentences, tables, charts and files. Does not belong here: computing a
measure (warehouse), scheduling or command-line output (pipelines), any network.
"""
