"""Legal time («délais»): days and months counted in Europe/Paris, each due day with its derivation."""
