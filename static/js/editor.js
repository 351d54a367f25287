// The editor of one clause: putting references in, going to a line, choosing between two texts.
//
//   data-editor           the form; its textarea is what is edited
//   data-open-targets     opens the dialog with what can be put in; hidden without scripts
//   data-insert="文"      puts the words in at the cursor
//   data-goto="3"         goes to a line of the text
"use strict";

(() => {
  const box = document.querySelector("[data-editor] textarea");
  const dialog = document.getElementById("targets-dialog");
  const place = document.getElementById("targets");
  const search = document.getElementById("targets-search");
  if (!box || !dialog) return;

  // Typed words are never lost: leaving with unsaved ones asks first.
  let saved = box.value;
  let leaving = false;
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    if (elt.id === "editor" && xhr.status === 200) saved = requestConfig.formData.get("text");
    if (xhr.status === 409) document.querySelector("[data-conflict]")?.focus();
  });
  // While two texts wait for a choice, only the choice itself saves. Leaving the box to press its
  // button would else bring the panel anew under the pointer.
  document.addEventListener("htmx:confirm", (event) => {
    const { elt, triggeringEvent } = event.detail;
    const waits = elt.id === "editor" && document.querySelector("[data-conflict]");
    if (waits && triggeringEvent?.type !== "submit") event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-discard]")) leaving = true;
  });
  document.getElementById("editor").addEventListener("submit", () => (leaving = !window.htmx));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && box.value.replace(/\r/g, "") !== saved.replace(/\r/g, "")) event.preventDefault();
  });

  const opener = document.querySelector("[data-open-targets]");
  opener.hidden = false;
  opener.addEventListener("click", () => {
    dialog.showModal();
    search.focus();
    // Always anew: a colleague may have moved a clause meanwhile.
    window.htmx.ajax("GET", place.dataset.targetsUrl, { target: place, swap: "innerHTML" });
  });
  dialog.querySelector("[data-close-targets]").addEventListener("click", () => dialog.close());

  const narrow = () => {
    const words = search.value.normalize("NFKC").trim();
    let shown = 0;
    for (const row of place.querySelectorAll("[data-search]")) {
      row.hidden = words !== "" && !row.dataset.search.normalize("NFKC").includes(words);
      if (!row.hidden) shown += 1;
    }
    document.querySelector("[data-targets-count]").textContent = `${shown}件`;
  };
  search.addEventListener("input", narrow);
  place.addEventListener("htmx:afterSettle", narrow);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    place.querySelector("[data-search]:not([hidden]) button")?.click();
  });

  place.addEventListener("click", (event) => {
    const words = event.target.closest("[data-insert]")?.dataset.insert;
    if (words === undefined) return;
    dialog.close();
    box.focus();
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("click", (event) => {
    const line = Number(event.target.closest("[data-goto]")?.dataset.goto);
    if (!line) return;
    const lines = box.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  });
})();
