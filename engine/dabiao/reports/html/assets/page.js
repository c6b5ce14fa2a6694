"use strict";
(function () {
  const list = document.getElementById("list");
  const tools = document.getElementById("tools");
  if (!list) return;
  const items = Array.from(list.children, (item, number) => {
    const row = item.firstElementChild;
    return {item, row, data: row.dataset, number, original: Number(row.id.slice(1)),
      name: row.querySelector(".c-name").textContent, text: null};
  });
  const search = document.getElementById("q");
  const sort = document.getElementById("sort");
  const selects = Array.from(tools.querySelectorAll("select[data-by]"));
  const kinds = Array.from(tools.querySelectorAll("input[name=v]"));
  const shown = document.getElementById("shown");

  // full and half width forms and letters of either case are one
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  function holds(entry, words) {
    if (entry.text === null) entry.text = folded(entry.row.textContent);
    return words.every((word) => entry.text.includes(word));
  }

  function apply() {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const wanted = kinds.filter((box) => box.checked).map((box) => box.value);
    const picked = selects.filter((select) => select.value !== "");
    let count = 0;
    for (const entry of items) {
      const fits = (wanted.length === 0 || wanted.includes(entry.data.v))
        && picked.every((select) => entry.data[select.dataset.by].split(" ").includes(select.value))
        && holds(entry, words);
      entry.item.hidden = !fits;
      count += fits ? 1 : 0;
    }
    document.getElementById("none").hidden = count !== 0;
    const said = picked.map((select) => select.selectedOptions[0].textContent);
    for (const box of kinds) if (box.checked) said.push(box.nextElementSibling.textContent);
    if (words.length) said.push("含“" + search.value.trim().slice(0, 40) + "”");
    shown.textContent = count === items.length ? "共 " + count + " 项"
      : "显示 " + count + " 项，共 " + items.length + " 项。条件：" + said.join("；");
  }

  const orders = {
    v: (a, b) => a.number - b.number,
    far: (a, b) => a.data.far - b.data.far || a.number - b.number,
    n: (a, b) => a.original - b.original,
    name: (a, b) => a.name.localeCompare(b.name, "zh-CN") || a.number - b.number,
  };

  function arrange() {
    list.append(...items.slice().sort(orders[sort.value]).map((entry) => entry.item));
  }

  function each(open) {
    for (const entry of items) if (!entry.item.hidden) entry.row.open = open;
  }

  // a link to a row shows it, whatever the filters say
  function reveal() {
    const row = location.hash.startsWith("#v") && document.getElementById(location.hash.slice(1));
    if (!row || !row.matches("details.row")) return;
    if (row.parentElement.hidden) tools.reset();
    // after the reset has set the rows in order: a row that is moved loses the focus
    setTimeout(() => {
      row.open = true;
      row.scrollIntoView();
      row.firstElementChild.focus({preventScroll: true});
    });
  }

  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => setTimeout(() => { apply(); arrange(); }));
  search.addEventListener("input", apply);
  for (const control of [...selects, ...kinds]) control.addEventListener("change", apply);
  sort.addEventListener("change", arrange);
  document.getElementById("open").addEventListener("click", () => each(true));
  document.getElementById("close").addEventListener("click", () => each(false));
  document.getElementById("print").addEventListener("click", () => print());
  for (const tile of document.querySelectorAll("[data-pick]")) {
    tile.addEventListener("click", () => {
      tools.reset();
      for (const box of kinds) box.checked = box.value === tile.dataset.pick;
      document.getElementById("rows").scrollIntoView();
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#v']");
    if (link && link.hash === location.hash) reveal();
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
