"""A check table as a PDF with fields: filled in by a viewer, or printed and filled in by hand."""

import hashlib
from dataclasses import asdict
from io import BytesIO

from pypdf import PdfWriter

from checklists.replies import form_names as names
from checklists.replies.form_fields import FormBuilder
from checklists.replies.form_packing import packed
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
    for claim in CLAIMS:
        writer.root_object.pop(claim, None)
    writer.metadata = {
        "/Title": f"{title_of(questionnaire)}　{questionnaire.case}",
        "/Author": questionnaire.municipality,
        "/Creator": "Tokki",
    }
    writer.compress_identical_objects(remove_duplicates=False)
    made_from = dumps([hidden, [asdict(field) for field in fields]])
    identity = hashlib.sha256(laid_out + made_from.encode()).digest()[:ID_BYTES]
    return packed(writer, identity)
