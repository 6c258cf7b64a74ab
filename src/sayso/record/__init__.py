"""The words of the record and its JSON contract."""
