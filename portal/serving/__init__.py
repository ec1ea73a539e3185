"""Between the network and the views: the server, static files, uploads, health, headers, error pages."""
