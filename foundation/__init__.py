"""What every part stands on; knows neither news nor figures."""
