"""Tags for print templates: `{% load paper %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def columns(*widths: float) -> SafeString:
    """`{% columns 18 0 40 %}`: a colgroup with widths in millimetres; 0 shares the rest.

    Columns whose need depends on their text: documents.widths, in the kind's context.
    """
    cols = [f'<col style="width:{float(width):g}mm">' if width else "<col>" for width in widths]
    return format_html("<colgroup>{}</colgroup>", SafeString("".join(cols)))
