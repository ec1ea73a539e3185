"""Django's settings of databases and of the shared cache, from addresses."""
