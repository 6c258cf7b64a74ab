// The report's page: what is pointed at, in the text or beside it, is lit in both. Without this, the links between the
// two do the same.
"use strict";
(() => {
  const text = document.querySelector(".text");
  if (!text) return;
  const spans = new Map();
  for (const span of text.querySelectorAll("[data-of]")) {
    for (const owner of span.dataset.of.split(" ")) {
      if (!spans.has(owner)) spans.set(owner, []);
      spans.get(owner).push(span);
    }
  }
  let lit = null;
  let clone = null;
  const light = (owner, inText) => {
    if (owner === lit) return;
    for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
    if (clone) clone.remove();
    clone = null;
    lit = owner;
    if (!owner) return;
    for (const span of spans.get(owner) || []) span.classList.add("lit");
    const card = document.getElementById(owner);
    if (!card) return;
    card.classList.add("lit");
    const at = card.getBoundingClientRect();
    // A card that is out of sight comes along, in a corner.
    if (inText && matchMedia("(min-width: 56rem)").matches && (at.bottom < 0 || at.top > innerHeight - 40)) {
      clone = card.cloneNode(true);
      clone.removeAttribute("id");
      for (const inner of clone.querySelectorAll("[id]")) inner.removeAttribute("id");
      clone.classList.add("along");
      clone.setAttribute("aria-hidden", "true");
      document.body.append(clone);
    }
  };
  const innermost = (target) => {
    const span = target.closest("[data-of]");
    if (span) return [span.dataset.of.split(" ").at(-1), true];
    const ref = target.closest(".ref");
    if (ref) return [ref.getAttribute("href").slice(1), true];
    const card = target.closest(".card");
    return [card ? card.id : null, false];
  };
  text.addEventListener("pointerover", (event) => light(...innermost(event.target)));
  text.addEventListener("focusin", (event) => light(...innermost(event.target)));
  // From words to their card, and on to its point with Enter; who marks words to copy them stays where they are.
  text.addEventListener("click", (event) => {
    const span = event.target.closest("[data-of]");
    if (!span || event.target.closest("a") || !getSelection().isCollapsed) return;
    const owner = span.dataset.of.split(" ").at(-1);
    location.hash = owner;
    const card = document.getElementById(owner);
    const point = card && card.querySelector(".at-point a, .alone");
    if (point) point.focus({ preventScroll: true });
  });
  const fromHash = () => {
    const name = location.hash.slice(1);
    // A long report is shown in parts: the server knows in which of them a card is.
    if (/^[a-z]{1,3}\d+$/.test(name) && text.dataset.part && !document.getElementById(name)) {
      const asked = new URLSearchParams(location.search).get("at");
      if (asked !== name) location.replace(`?at=${name}#${name}`);
    }
    const target = document.getElementById(location.hash.slice(1));
    const card = target && (target.closest(".card") || document.getElementById(target.id.replace(/^t-/, "")));
    if (card) light(card.id, false);
  };
  addEventListener("hashchange", fromHash);
  fromHash();
})();
