// Answering a dense check table from the keyboard.
//
//   data-check-table      round the bar and the table
//   data-check-keys       the switch; its state is kept in this browser
//   data-check-row        a row with an id; its nth radio is chosen by the digit n
//   data-needs-reason     on a radio whose answer has to be explained
//   data-check-note       the box for that explanation
//
// Keys work only while the focus is inside a row, never while text is being typed, and can be
// switched off (WCAG 2.1.4). A save replaces nothing that can have the focus.
"use strict";

(() => {
  const STORE = "tokki.check-keys";
  const TYPING = "textarea, select, input:not([type=radio]):not([type=checkbox])";

  const remembered = () => {
    try {
      return window.localStorage.getItem(STORE) !== "off";
    } catch {
      return true; // a browser that keeps nothing still has working keys
    }
  };
  let enabled = remembered();

  const rowOf = (event) => event.target.closest?.("[data-check-row]");
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const focusAnswer = (row) => {
    const choices = radios(row);
    (choices.find((radio) => radio.checked) ?? choices[0])?.focus();
  };
  const following = (row) => {
    const rows = [...row.closest("[data-check-table]").querySelectorAll("[data-check-row]")];
    return rows.slice(rows.indexOf(row) + 1).find((next) => radios(next).length);
  };

  document.addEventListener("keydown", (event) => {
    if (!enabled || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const row = rowOf(event);
    if (!row || event.target.matches(TYPING) || !/^[1-9]$/.test(event.key)) return;
    const choice = radios(row)[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
    if (choice.hasAttribute("data-needs-reason")) row.querySelector("[data-check-note]")?.focus();
    else focusAnswer(following(row) ?? row);
  });

  // A change begun before the page showed that somebody else had saved first must not overwrite
  // that text unread: only what is begun after it is meant. A press of the mouse counts from when
  // the button went down, since the answer of the server may come before it goes up.
  const conflicts = new WeakMap(); // row → when that was shown
  let begun = 0; // the last press of a key or a button
  for (const press of ["pointerdown", "keydown"]) {
    document.addEventListener(press, (event) => (begun = event.timeStamp), true);
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const row = rowOf(event);
    if (row && event.detail.xhr?.status === 409) conflicts.set(row, performance.now());
  });

  // An answer that has to be explained is sent together with its explanation; until then the
  // row says what it waits for, instead of an error for what nobody had time to type.
  document.addEventListener("htmx:confirm", (event) => {
    const row = rowOf(event);
    if (begun < conflicts.get(row)) return event.preventDefault();
    const note = row?.querySelector("[data-check-note]");
    if (!note || !row.querySelector("[data-needs-reason]:checked") || note.value.trim()) return;
    event.preventDefault();
    row.setAttribute("data-unsaved", "");
    const place = row.querySelector("[id^=error-]");
    if (place) place.textContent = "理由を入力すると保存します。";
  });

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
