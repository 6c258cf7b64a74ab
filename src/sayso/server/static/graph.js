// Under the pointer or the focus, a holder's chains stand out. Everything is there without this, too.
"use strict";
(() => {
  const graph = document.getElementById("graph");
  if (!graph) return;
  const ties = [...graph.querySelectorAll(".tie")], boxes = [...graph.querySelectorAll(".box")];
  // All that words of this one pass through, on either side.
  const reached = (key, from, to) => {
    const found = new Set([key]), waiting = [key];
    const lit = [];
    while (waiting.length) {
      const one = waiting.pop();
      for (const tie of ties) {
        if (tie.dataset[from] !== one) continue;
        lit.push(tie);
        if (!found.has(tie.dataset[to])) { found.add(tie.dataset[to]); waiting.push(tie.dataset[to]); }
      }
    }
    return [found, lit];
  };
  const light = (key) => {
    graph.classList.toggle("lighting", key !== null);
    for (const one of [...ties, ...boxes]) one.classList.remove("lit");
    if (key === null) return;
    const [inner, up] = reached(key, "outer", "inner"), [outer, down] = reached(key, "inner", "outer");
    for (const tie of [...up, ...down]) tie.classList.add("lit");
    for (const box of boxes) box.classList.toggle("lit", inner.has(box.dataset.key) || outer.has(box.dataset.key));
  };
  const keyOf = (target) => (target instanceof Element ? target.closest(".box") : null)?.dataset.key ?? null;
  for (const start of ["pointerover", "focusin"]) graph.addEventListener(start, (event) => light(keyOf(event.target)));
  for (const end of ["pointerleave", "focusout"]) graph.addEventListener(end, () => light(null));
})();
