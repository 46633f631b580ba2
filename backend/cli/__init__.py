"""The command line `winnow`: a client of the HTTP API. It may run on another machine than the server."""
