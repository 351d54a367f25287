// Says what became of a save, in the one [data-autosave-status] of the page.
//
//   data-autosave         on whatever holds the saving elements; [data-check-table] counts too
//
// A failed save marks its row (data-unsaved) and offers to try again; nothing typed is lost.
"use strict";

(() => {
  const SAVES = "[data-autosave], [data-check-table]";
  const failed = new Set(); // ids of the elements whose last save did not arrive

  const say = (state, text) => {
    const place = document.querySelector("[data-autosave-status]");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = text;
    if (state !== "failed") return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-outline-primary btn-sm";
    again.textContent = "もう一度";
    again.addEventListener("click", retry);
    place.append(" ", again);
  };

  const clock = () =>
    new Date().toLocaleTimeString("ja-JP", { hour: "numeric", minute: "2-digit" });

  const retry = () => {
    for (const id of [...failed]) {
      const element = document.getElementById(id);
      if (element) window.htmx.trigger(element, "change");
    }
  };

  const refuse = (element, text) => {
    element.setAttribute("data-unsaved", "");
    if (element.id) failed.add(element.id);
    say("failed", text);
  };

  const isWholePage = (xhr) => /^\s*<!doctype html/i.test(xhr.responseText);
  const own = (event) => event.detail.elt?.closest?.(SAVES);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (own(event)) say("saving", "保存中…");
  });

  // A whole page in answer to one row means that the sign-in ran out on the way.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, elt } = event.detail;
    if (!isWholePage(xhr)) return;
    event.detail.shouldSwap = false;
    if (own(event)) refuse(elt, "時間がたったため保存できません。別の画面でサインインし直してください。");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, elt } = event.detail;
    if (!own(event) || isWholePage(xhr)) return;
    if (xhr.status === 422) return say("refused", "保存していません。理由の欄などを確かめてください。");
    if (xhr.status === 409) return say("refused", "ほかの人が先に変更しました。内容を確かめてください。");
    if (xhr.status >= 200 && xhr.status < 300) {
      elt.removeAttribute("data-unsaved");
      failed.delete(elt.id);
      return say("saved", `保存しました（${clock()}）`);
    }
    refuse(elt, "保存できません。通信を確かめてください。");
  });

  window.addEventListener("beforeunload", (event) => {
    if (failed.size) event.preventDefault();
  });
})();
