"""The database refuses to change or delete an issued document, whoever asks."""

from common.triggers import Freeze
from documents.models import IssuedDocument

FREEZES = (Freeze(IssuedDocument, when="TRUE", message="an issued document is never changed"),)
