// What the pages do beyond the theme. Every page is complete without it.
"use strict";

const words = JSON.parse(document.getElementById("ucj-words").textContent);

// The section that is being read: the last one that begins in the upper third of the screen.
function sectionInView() {
  const begun = [...document.querySelectorAll("article section section[id]")].filter(
    (section) => section.getBoundingClientRect().top < innerHeight / 3,
  );
  return begun.at(-1)?.id ?? "";
}

// The switch remembers the reader's language for the front door and keeps the place on the page.
for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => {
    try {
      localStorage.setItem("ucj-language", link.dataset.language);
    } catch {
      // A browser that keeps nothing still follows the link.
    }
    link.hash = sectionInView();
  });
}

// A link to what is folded away opens it; not every browser does so by itself.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

// Tables that can be sorted and searched ------------------------------------------------------

if (window.Tablesort) {
  // Tablesort puts first what compares as greater; empty cells go last.
  const number = (text) => (Number.isFinite(Number(text)) ? Number(text) : Number.MAX_VALUE);
  Tablesort.extend("number", () => false, (a, b) => number(b) - number(a));
  Tablesort.extend("text", () => false, (a, b) => b.localeCompare(a, document.documentElement.lang));
}

function addSorting(table) {
  const heads = table.tHead.rows[0].cells;
  for (const head of heads) {
    head.dataset.sortMethod = head.classList.contains("numeric") ? "number" : "text";
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
  }
  new Tablesort(table, { sortAttribute: "data-value" });
  // The button takes the focus and the keys; the cell keeps its role and its order.
  for (const head of heads) head.removeAttribute("tabindex");
}

function addFilter(table) {
  const rows = [...table.tBodies[0].rows];
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  label.className = "table-filter";
  input.type = "search";
  label.append(`${words.filter} `, input);
  const bar = document.createElement("div");
  bar.className = "table-bar";
  bar.append(label, count);
  (table.closest(".exhibit-scroll") ?? table).before(bar);

  const filter = () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    count.value = words.rows.replace("{shown}", shown).replace("{all}", rows.length);
  };
  input.addEventListener("input", filter);
  filter();
}

for (const table of document.querySelectorAll("table.sortable")) {
  addSorting(table);
  addFilter(table);
}
