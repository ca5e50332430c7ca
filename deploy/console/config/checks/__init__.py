"""What `config check` looks at."""
