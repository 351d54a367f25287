"""A check table as a PDF with fields: filled in by a viewer, or printed and filled in by hand."""

import hashlib
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject

from checklists.replies import form_names as names
from checklists.replies.form_fields import FormBuilder
from checklists.replies.form_page import fields_of, page_of, title_of
from checklists.replies.form_places import take_places
from checklists.replies.questionnaire import Questionnaire
from common.canonical import dumps
from documents.rendering import render_pdf

# What the engine declares of its pages (PDF/A, PDF/UA) does not hold for a form.
CLAIMS = ("/Metadata", "/OutputIntents")
ID_BYTES = 16


def write_form(questionnaire: Questionnaire) -> bytes:
    """The form, with the answers given so far. Equal questionnaires give equal bytes.

    Raises DocumentFailed.
    """
    html, stylesheets = page_of(questionnaire)
    laid_out = render_pdf(html, stylesheets=stylesheets)
    fields = fields_of(questionnaire)
    hidden = {
        names.FORM_VERSION: names.VERSION,
        names.FORM_FINGERPRINT: questionnaire.fingerprint,
        names.FORM_REFERENCE: questionnaire.reference,
    }
    writer = PdfWriter(clone_from=BytesIO(laid_out))
    FormBuilder(writer, take_places(writer)).build(fields, hidden)
    _finish(writer, questionnaire, laid_out, dumps([hidden, list(map(str, fields))]))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _finish(
    writer: PdfWriter, questionnaire: Questionnaire, laid_out: bytes, filled: str
) -> None:
    """Title and ID, which must not depend on the clock or on chance."""
    for claim in CLAIMS:
        writer._root_object.pop(claim, None)
    writer.metadata = {
        "/Title": f"{title_of(questionnaire)}　{questionnaire.case}",
        "/Author": questionnaire.municipality,
        "/Creator": "Tokki",
    }
    digest = hashlib.sha256(laid_out + filled.encode()).digest()[:ID_BYTES]
    writer._ID = ArrayObject([ByteStringObject(digest), ByteStringObject(digest)])
    writer.compress_identical_objects(remove_duplicates=False)
