// Reordering the clauses of a draft by drag. The buttons ↑ and ↓ do the same without it.
//
//   data-sortable         the list; its items have data-key and data-url (where to send a move)
//   data-handle           what is taken hold of
"use strict";

(() => {
  const moved = (event) => {
    const { item, oldIndex, newIndex } = event;
    if (oldIndex === newIndex) return;
    const after = item.previousElementSibling?.dataset.key ?? "";
    window.htmx.ajax("POST", item.dataset.url, {
      source: item,
      target: "#outline",
      swap: "outerHTML",
      values: { after },
    });
  };

  const enable = () => {
    const list = document.querySelector("[data-sortable]");
    if (!list || list.dataset.ready) return;
    list.dataset.ready = "yes";
    window.Sortable.create(list, { handle: "[data-handle]", animation: 120, onEnd: moved });
  };

  // What had the focus is new after a move; a step that is no longer possible gives it on.
  let focused = "";
  document.addEventListener("htmx:beforeSwap", () => (focused = document.activeElement?.id ?? ""));
  document.addEventListener("htmx:afterSettle", () => {
    enable();
    const button = focused && document.getElementById(focused);
    if (!button) return;
    const usable = button.disabled ? button.closest("li").querySelector("button:enabled") : button;
    usable?.focus();
    usable?.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("DOMContentLoaded", enable);
})();
