// Small things every page may use. All of them only help: without scripts each form still posts.
//
//   data-confirm="文"     on a form or its button: ask before sending
//   data-autofocus        takes the focus when the page opens or htmx brings it (error summary)
//   data-warn-unsaved     on a form: ask before the page is left with unsaved text
"use strict";

(() => {
  const takeFocus = (root) => {
    const target = root.matches?.("[data-autofocus]") ? root : root.querySelector("[data-autofocus]");
    target?.focus();
  };

  // Capturing, and before htmx: a "no" has to stop both the form and the request.
  document.addEventListener(
    "submit",
    (event) => {
      const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
      if (words && !window.confirm(words)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  // A second click on the same button must not send twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    form.removeAttribute("data-dirty");
    if (event.defaultPrevented || form.method === "get") return;
    if (form.hasAttribute("data-sent")) event.preventDefault();
    form.setAttribute("data-sent", "");
    // A download leaves the page where it is; its form can be sent again after a moment.
    setTimeout(() => form.removeAttribute("data-sent"), 3000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
  });

  document.addEventListener("input", (event) => {
    event.target.form?.closest("form[data-warn-unsaved]")?.setAttribute("data-dirty", "");
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => takeFocus(document));
  document.addEventListener("htmx:afterSettle", (event) => takeFocus(event.detail.elt));
})();
