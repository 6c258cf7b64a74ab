// The review: single keys for those who want them, and words chosen by marking them. Everything works without this.
"use strict";
(() => {
  const items = [...document.querySelectorAll(".item")];
  const on = document.getElementById("keys-on");
  const store = (kind) => {
    try { return window[kind]; } catch { return null; }
  };
  const kept = store("localStorage");
  const session = store("sessionStorage");
  if (on && kept) {
    on.checked = kept.getItem("sayso-keys") !== "off";
    on.addEventListener("change", () => kept.setItem("sayso-keys", on.checked ? "on" : "off"));
  }
  const current = () => {
    const at = items.findIndex((item) => item.contains(document.activeElement));
    return at >= 0 ? at : items.findIndex((item) => item.classList.contains("here"));
  };
  const go = (at) => {
    const item = items[Math.max(0, Math.min(at, items.length - 1))];
    if (!item) return;
    for (const one of items) one.classList.toggle("here", one === item);
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const press = (key, inside) => {
    const found = inside && inside.querySelector(`[data-key="${key}"]`);
    if (!found) return;
    // Who takes something back goes on where they were.
    if (key === "u" && items.length && session) session.setItem("sayso-at", String(Math.max(0, current())));
    found.click();
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (on ? !on.checked : kept && kept.getItem("sayso-keys") === "off") return;
    const at = current();
    const key = event.key;
    if (key === "j") go(at + 1);
    else if (key === "k") go(at < 0 ? 0 : at - 1);
    else if (key === "u") press("u", document);
    else if ("aroc".includes(key) && key.length === 1) press(key, items[at]);
    else if (key === "?") {
      const help = document.getElementById("keys");
      if (help) { help.open = !help.open; help.querySelector("summary").focus(); }
    } else return;
    event.preventDefault();
  });
  const form = document.getElementById("queue");
  if (form && session) {
    form.addEventListener("submit", () => session.setItem("sayso-at", String(current())));
    const at = session.getItem("sayso-at");
    if (at !== null && new URLSearchParams(location.search).has("kept")) go(Number(at));
    session.removeItem("sayso-at");
  }

  const text = document.getElementById("text");
  if (!text) return;
  const [words, start, end] = ["words", "start", "end"].map((id) => document.getElementById(id));
  const points = (some) => [...some].length;
  // Offsets count code points of the report. What cannot be shown as it is stands in a piece of its own, as one.
  const offset = (node, within) => {
    const place = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = place.closest("[data-at]");
    if (piece && text.contains(piece)) {
      const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, within) : within ? piece.textContent : "";
      return Number(piece.dataset.at) + ("odd" in piece.dataset ? (before ? 1 : 0) : points(before));
    }
    if (place !== text) return null;
    const next = text.children[within];
    if (next) return Number(next.dataset.at);
    const last = text.lastElementChild;
    return last ? Number(last.dataset.at) + ("odd" in last.dataset ? 1 : points(last.textContent)) : null;
  };
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    let [first, last] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    if (first === null || last === null) return;
    const chosen = range.toString();
    // Spaces at the ends are no part of what is meant.
    const lead = chosen.length - chosen.trimStart().length;
    const trail = chosen.length - chosen.trimEnd().length;
    first += points(chosen.slice(0, lead));
    last -= points(chosen.slice(chosen.length - trail));
    if (trail === chosen.length || first >= last) return;
    words.value = chosen.trim();
    start.value = String(first);
    end.value = String(last);
  });
  // With the keyboard: the arrows take up one word after the other, with Shift more of them, with Ctrl letter by letter.
  const ways = { ArrowRight: "forward", ArrowDown: "forward", ArrowLeft: "backward", ArrowUp: "backward" };
  text.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    const selection = getSelection();
    if (!way || event.altKey || event.metaKey || !selection.modify) return;
    event.preventDefault();
    const step = event.key === "ArrowUp" || event.key === "ArrowDown" ? "line" : event.ctrlKey ? "character" : "word";
    const begun = selection.rangeCount && text.contains(selection.anchorNode);
    if (!begun) selection.collapse(text.querySelector(".content") || text, 0);
    if (event.shiftKey) {
      selection.modify("extend", way, step);
    } else {
      if (!selection.isCollapsed) selection[way === "forward" && step !== "line" ? "collapseToEnd" : "collapseToStart"]();
      if (begun && (way === "backward" || step === "line")) selection.modify("move", way, step);
      if (step === "line") {
        // To the beginning of the word that the line was entered at.
        selection.modify("move", "forward", "character");
        selection.modify("move", "backward", "word");
      }
      selection.modify("extend", "forward", step === "character" ? "character" : "word");
    }
    if (!text.contains(selection.focusNode)) selection.extend(text, way === "forward" ? text.childNodes.length : 0);
  });
  // Words that are typed or pasted are looked for by themselves.
  words.addEventListener("input", () => { start.value = ""; end.value = ""; });
})();
