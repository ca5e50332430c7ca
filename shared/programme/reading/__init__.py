"""From plain data to a compiled programme, with every fault told at once. Independent of YAML."""
