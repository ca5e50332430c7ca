"""What a release is made of, without a registry."""
