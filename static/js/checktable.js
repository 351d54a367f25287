// Answering a dense check table from the keyboard.
//
//   data-check-table      round the bar and the table
//   data-check-keys       the switch; its state is kept in this browser
//   data-check-row        a row with an id; its nth radio is chosen by the digit n
//   data-needs-reason     on a radio whose answer has to be explained
//   data-check-note       the box for that explanation
//
// Keys work only while the focus is inside a row, never while text is being typed, and can be
// switched off (WCAG 2.1.4). The row is replaced when it has been saved, so the focus moves on
// only after htmx:afterSettle: moved earlier, the next digit would overwrite the same row.
"use strict";

(() => {
  const STORE = "tokki.check-keys";
  const TYPING = "textarea, select, input:not([type=radio]):not([type=checkbox])";
  let after = null; // { row, then }: where the focus goes once this row has settled

  const remembered = () => {
    try {
      return window.localStorage.getItem(STORE) !== "off";
    } catch {
      return true; // a browser that keeps nothing still has working keys
    }
  };
  let enabled = remembered();

  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const focusAnswer = (row) => {
    const choices = radios(row);
    (choices.find((radio) => radio.checked) ?? choices[0])?.focus();
  };
  const following = (row) => {
    const rows = [...row.closest("[data-check-table]").querySelectorAll("[data-check-row]")];
    return rows.slice(rows.findIndex((other) => other.id === row.id) + 1).find((next) => radios(next).length);
  };

  const moveOn = (rowId, toNote) => {
    const row = document.getElementById(rowId);
    if (!row) return;
    if (toNote) row.querySelector("[data-check-note]")?.focus();
    else focusAnswer(following(row) ?? row);
  };

  document.addEventListener("keydown", (event) => {
    if (!enabled || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const row = event.target.closest?.("[data-check-row]");
    if (!row || event.target.matches(TYPING) || !/^[1-9]$/.test(event.key)) return;
    const choice = radios(row)[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    const toNote = choice.hasAttribute("data-needs-reason");
    const saves = row.hasAttribute("hx-post") && !choice.checked;
    if (saves) after = { row: row.id, toNote };
    choice.focus();
    choice.click();
    if (!saves) moveOn(row.id, toNote);
  });

  // A save that was not started by a digit must leave the focus, and what has been typed since
  // the request left, where they stand, although their element is about to be replaced.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    const active = document.activeElement;
    if (after || !row?.matches?.("[data-check-row]") || !row.contains(active)) return;
    const typed = active.matches(TYPING) ? active.value : null;
    const caret = typed === null ? null : active.selectionEnd;
    const choice = active.type === "radio" ? active.value : null;
    after = { row: row.id, same: { name: active.name, typed, caret, choice } };
  });

  const putBack = (row, { name, typed, caret, choice }) => {
    const fields = row ? [...row.querySelectorAll("input, textarea, select")] : [];
    const field = fields.find((f) => f.name === name && (choice === null || f.value === choice));
    if (!field) return;
    const changed = typed !== null && field.value !== typed;
    if (changed) field.value = typed;
    field.focus();
    if (caret !== null) field.setSelectionRange?.(caret, caret);
    if (changed) field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("htmx:afterSettle", () => {
    if (!after) return;
    const { row: id, same, toNote } = after;
    after = null;
    if (same) putBack(document.getElementById(id), same);
    else moveOn(id, toNote);
  });

  document.addEventListener("htmx:responseError", () => { after = null; });
  document.addEventListener("htmx:sendError", () => { after = null; });

  document.querySelectorAll("[data-check-keys]").forEach((control) => {
    control.closest("[hidden]")?.removeAttribute("hidden");
    control.checked = enabled;
    control.addEventListener("change", () => {
      enabled = control.checked;
      try {
        window.localStorage.setItem(STORE, enabled ? "on" : "off");
      } catch {
        // Not kept: it holds until the page is left.
      }
    });
  });
})();
