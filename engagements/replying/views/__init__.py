"""The firm's pages: opening the link, filling the table, sending it, papers and files."""
