"""An edition in other formats, with its check items: JSON and OSCAL; and the downloads."""
