"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const tools = byId("tools"), grid = byId("grid"), told = byId("told"), shown = byId("shown");
  const kinds = new Map(data.kinds.map(([letter, kind, sign, word], rank) => [letter, {kind, sign, word, rank}]));
  const narrow = matchMedia("screen and (max-width: 719px)");
  const MISSED = "xbN";
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  let page = 0, rows = [], columns = [];

  // the figures of a column by region, in the order of the gaps
  const figures = data.figures.map((column) => new Map(column.at.map((region, n) => [region, {
    rank: n, shown: column.shown[n], gap: column.gap[n],
    asked: data.texts[Array.isArray(column.asked) ? column.asked[n] : column.asked],
  }])));
  const bad = data.letters.map((letters) => letters.split("x").length - 1);
  const good = data.letters.map((letters) => letters.split("m").length - 1);

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function choose() {
    const regions = folded(byId("q").value.trim()), wanted = folded(byId("c").value.trim()), kind = byId("kind").value;
    columns = data.columns.map((_, n) => n).filter((n) => folded(data.columns[n][0]).includes(wanted));
    rows = data.codes.map((_, n) => n).filter((n) =>
      (folded(data.names[n]).includes(regions) || data.codes[n].startsWith(regions))
      && (kind === "" || columns.some((c) => data.letters[n][c] === kind)));
    const by = byId("sort").value;
    if (by === "name") rows.sort((a, b) => data.names[a].localeCompare(data.names[b], "zh-CN") || a - b);
    else if (by === "bad") rows.sort((a, b) => bad[b] - bad[a] || a - b);
    else if (by !== "order") rows.sort((a, b) => place(a, by) - place(b, by) || far(a, by) - far(b, by) || a - b);
  }
  const place = (region, column) => kinds.get(data.letters[region][column]).rank;
  const far = (region, column) => { const one = figures[column].get(region); return one ? one.rank : 1e9; };

  function say(region, column) {
    const {sign, word} = kinds.get(data.letters[region][column]);
    const [name, unit] = data.columns[column], one = figures[column].get(region);
    const parts = [data.names[region] + "　" + name + "：" + sign + " " + word];
    if (one) {
      parts.push("数值 " + one.shown + (unit ? " " + unit : ""));
      if (one.asked) parts.push("要求 " + one.asked);
      if (one.gap && one.gap !== "0") parts.push("差 " + one.gap);
    }
    return parts.join("，");
  }

  function table(part) {
    const by = byId("sort").value;
    const head = (key, label, kind, number) => {
      const button = make("button", {type: "button", "data-sort": key, title: "按“" + label + "”排序"});
      button.append(label);
      // printed pages repeat the head, but not the buttons in it
      const cell = make("th", {scope: "col", class: kind}, make("span", {class: number ? "no" : "said"}, number ? String(number) : label), button);
      if (by === key) cell.setAttribute("aria-sort", key === "name" ? "ascending" : "descending");
      return cell;
    };
    const body = make("tbody");
    for (const region of part) {
      const line = make("tr", {}, make("th", {scope: "row", title: data.names[region]}, data.names[region] + " ", make("span", {class: "k"}, data.codes[region])),
        make("td", {class: "count"}, String(bad[region])), make("td", {class: "count"}, String(good[region])));
      for (const column of columns) {
        const {kind, sign, word} = kinds.get(data.letters[region][column]);
        const cell = make("td", {class: "v k-" + kind, tabindex: "-1", "aria-label": sign + " " + word, "data-r": region, "data-c": column}, sign);
        line.append(cell);
      }
      body.append(line);
    }
    const titles = make("tr", {}, head("name", "地区", ""), head("bad", "未达标", "count"), make("th", {scope: "col", class: "count"}, "达标"),
      ...columns.map((c) => head(String(c), data.columns[c][0], "tall", c + 1)));
    const made = make("table", {class: "grid", role: "grid", "aria-label": "地区与指标"}, make("thead", {}, titles), body);
    const first = made.querySelector("td.v");
    if (first) first.tabIndex = 0;
    return made;
  }

  // on a telephone: a card a region, with what it misses
  function cards(part) {
    return make("ul", {class: "cards"}, ...part.map((region) => {
      const missed = columns.filter((c) => MISSED.includes(data.letters[region][c]));
      const chips = missed.map((c) => {
        const {kind, sign, word} = kinds.get(data.letters[region][c]), one = figures[c].get(region);
        const figure = one ? "：" + one.shown + " " + data.columns[c][1] + (one.gap && one.gap !== "0" ? "，差 " + one.gap : "") : "";
        return make("span", {class: "badge k-" + kind}, sign + " " + word + "　" + data.columns[c][0] + figure);
      });
      return make("li", {}, make("b", {}, data.names[region]), " " + data.codes[region] + "　未达标 " + bad[region] + "，达标 " + good[region],
        make("div", {class: "chips"}, ...chips));
    }));
  }

  function draw() {
    const size = narrow.matches ? 20 : Number(byId("size").value);
    const pages = Math.max(1, Math.ceil(rows.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    const part = rows.slice(page * size, page * size + size);
    grid.replaceChildren(narrow.matches ? cards(part) : table(part));
    told.textContent = "用鼠标点，或用方向键选一格，这里显示数值、要求和差距。";
    shown.textContent = (rows.length === data.codes.length ? "共 " : "符合条件 ") + rows.length + " 个地区，" + columns.length
      + " 项，第 " + (page + 1) + " 页，共 " + pages + " 页";
    for (const button of document.querySelectorAll("[data-turn]")) button.disabled = page === (button.dataset.turn === "1" ? pages - 1 : 0);
  }

  const again = () => { page = 0; choose(); draw(); };
  const turn = (by) => { page += by; draw(); grid.scrollTop = 0; shown.scrollIntoView({block: "nearest"}); };

  function move(event) {
    const cell = event.target.closest("td.v");
    const step = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-1e6, 0], End: [1e6, 0]}[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const lines = cell.closest("tbody").rows, line = cell.parentElement;
    const row = Math.min(Math.max(line.sectionRowIndex + step[1], 0), lines.length - 1);
    const at = Math.min(Math.max(cell.cellIndex + step[0], 3), line.cells.length - 1);
    const next = lines[row].cells[at];
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  function gaps() {
    const which = byId("which").value, body = byId("gaps");
    if (which === "") { body.replaceChildren(...everything); return; }
    const [name, unit] = data.columns[which];
    const found = [...figures[which]].filter(([region, one]) => one.gap && one.gap !== "0" && "xb".includes(data.letters[region][which]));
    body.replaceChildren(...found.slice(0, 20).map(([region, one]) => make("tr", {}, make("th", {scope: "row"}, data.names[region]),
      make("td", {}, name), make("td", {class: "r"}, one.shown + " " + unit), make("td", {}, one.asked), make("td", {class: "r"}, one.gap))));
    if (!found.length) body.append(make("tr", {}, make("td", {colspan: "5"}, "这项指标没有可以比较的差距。")));
  }

  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td.v");
    if (!cell) return;
    const before = grid.querySelector("td.v[tabindex='0']");
    if (before) before.tabIndex = -1;
    cell.tabIndex = 0;
    told.textContent = say(Number(cell.dataset.r), Number(cell.dataset.c));
  });
  grid.addEventListener("keydown", move);
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sort]");
    if (!button) return;
    byId("sort").value = button.dataset.sort;
    again();
    const same = grid.querySelector("button[data-sort='" + button.dataset.sort + "']");
    if (same) same.focus();
  });
  for (const id of ["q", "c"]) byId(id).addEventListener("input", again);
  for (const id of ["kind", "sort", "size"]) byId(id).addEventListener("change", again);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => setTimeout(again));
  for (const button of document.querySelectorAll("[data-turn]")) button.addEventListener("click", () => turn(Number(button.dataset.turn)));
  byId("print").addEventListener("click", () => print());
  narrow.addEventListener("change", () => { page = 0; draw(); });
  const everything = byId("gaps") ? [...byId("gaps").children] : [];
  if (byId("which")) { byId("pick").hidden = false; byId("which").addEventListener("change", gaps); }
  tools.hidden = false;
  again();
})();
