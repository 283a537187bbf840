"""TOML files people write: models from text, and problems shown at the line that has them."""
