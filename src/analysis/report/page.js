// Footnoted: the one script of a page. It sorts and filters tables, searches the evidence, keeps
// what the reader chose in the fragment of the address, opens the fold a link leads into, and makes
// a PNG of a figure.
// All that it needs stands in the page; text of the page is only ever read and moved, as text.
(() => {
  "use strict";
  const MANY = 15; // rows of a table that one sees at once; a longer one can be filtered
  const order = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const counted = (n) => n.toLocaleString("en");

  function make(tag, className, text = "") {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // A field with its label and a line that says how much of the whole is left.
  function field(id, label, onInput) {
    const tool = make("p", "tool");
    const name = make("label", "", label);
    const input = make("input", "");
    const status = make("span", "");
    input.type = "search";
    input.id = name.htmlFor = id;
    input.autocomplete = "off";
    input.spellcheck = false;
    input.addEventListener("input", () => { onInput(); keep(); });
    status.setAttribute("aria-live", "polite");
    tool.append(name, input, status);
    return { tool, input, status };
  }

  // ---- tables: a long one stands in two parts, and the second is folded away
  const tables = all(".item").flatMap((item) => {
    const parts = all(".scroll > table", item);
    const place = item.querySelector(".fig[id], .tab[id]");
    return parts.length && place ? [table(place.id, parts)] : [];
  });

  function table(id, parts) {
    const rows = parts.flatMap((part) => [...part.tBodies[0].rows]);
    const one = { id, parts, rows, visible: parts[0].tBodies[0].rows.length, sort: null };
    const total = Number(parts[0].dataset.n) || rows.length;
    one.rest = total > rows.length ? `, the first of ${counted(total)}` : "";
    one.heads = parts[0].tHead.className === "vh" ? [] : [...parts[0].tHead.rows[0].cells];
    if (rows.length > 1) one.heads.forEach((head, column) => sortable(one, head, column));
    if (rows.length > MANY) {
      one.field = field(`rows-${id}`, "Filter rows", () => arrange(one));
      parts[0].parentNode.before(one.field.tool);
      arrange(one);
    }
    return one;
  }

  function sortable(one, head, column) {
    const button = make("button", "sort", head.textContent);
    button.type = "button";
    button.addEventListener("click", () => {
      one.sort = next(one, column);
      arrange(one);
      keep();
    });
    head.replaceChildren(button);
  }

  // Numbers begin with the largest, texts with A; the third click brings back the first order.
  function next(one, column) {
    const first = one.heads[column].classList.contains("l") ? "a" : "d";
    if (!one.sort || one.sort.column !== column) return { column, way: first };
    return one.sort.way === first ? { column, way: first === "a" ? "d" : "a" } : null;
  }

  function arrange(one) {
    const wanted = one.field ? folded(one.field.input.value) : "";
    const rows = sorted(one);
    const kept = rows.filter((row) => !wanted || written(row).includes(wanted));
    const left = new Set(kept);
    rows.forEach((row) => row.classList.toggle("off", !left.has(row)));
    const last = rows.filter((row) => !left.has(row));
    lay(one, [...kept, ...last], wanted ? kept.length : one.visible);
    if (one.parts[1]) one.parts[1].closest("details").classList.toggle("off", wanted !== "");
    one.heads.forEach((head, column) => mark(head, one.sort, column));
    if (one.field) {
      one.field.status.textContent =
        `${wanted ? `${counted(kept.length)} of ` : ""}${counted(rows.length)} rows${one.rest}`;
    }
  }

  function mark(head, sort, column) {
    if (!sort || sort.column !== column) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", sort.way === "a" ? "ascending" : "descending");
  }

  const written = (row) => folded([...row.cells].map((cell) => cell.textContent).join(" "));

  // All that a filter leaves stands in the first part; the fold has nothing to add then.
  function lay(one, rows, first) {
    one.parts[0].tBodies[0].append(...rows.slice(0, first));
    (one.parts[1] || one.parts[0]).tBodies[0].append(...rows.slice(first));
  }

  const value = (one) => (one.field ? one.field.input.value.trim() : "");

  function sorted(one) {
    if (!one.sort) return one.rows;
    const { column, way } = one.sort;
    const text = one.heads[column].classList.contains("l");
    const read = text ? (cell) => cell.textContent : number;
    const compare = text ? order.compare : (a, b) => a - b;
    const sign = way === "a" ? 1 : -1;
    return one.rows
      .map((row) => ({ row, v: read(row.cells[column]) }))
      .sort((a, b) => missing(a.v) - missing(b.v) || (missing(a.v) ? 0 : sign * compare(a.v, b.v)))
      .map(({ row }) => row);
  }

  // What is not measured stands last in both ways.
  const missing = (v) => Number.isNaN(v) || v === "" || v === "\u2013";

  // The number itself, where what is written is not one: 12%, 2 to 9, x3.
  function number(cell) {
    const text = cell.textContent.trim();
    return Number(cell.dataset.v ?? (text || NaN));
  }

  // ---- evidence: one field for all entries of the page
  const lists = all("ol.evs");
  const entries = lists.flatMap((list) => [...list.children]).map((li) => ({
    li, folds: all("details", li), opened: false, text: null,
  }));
  const search = entries.length > 1 ? searchField() : null;

  function searchField() {
    const made = field("search-evidence", "Search the evidence", seek);
    const heads = all(":scope > :is(h2, .prose)", lists[0].closest("section"));
    heads[heads.length - 1].after(made.tool);
    return made;
  }

  function seek() {
    const wanted = folded(search.input.value);
    const kept = entries.filter((entry) => show(entry, wanted)).length;
    lists.forEach((list) => {
      const empty = !list.querySelector(":scope > :not(.off)");
      list.classList.toggle("off", empty);
      const head = list.previousElementSibling;
      if (head && head.matches(".evh")) head.classList.toggle("off", empty);
    });
    search.status.textContent =
      `${wanted ? `${counted(kept)} of ` : ""}${counted(entries.length)} entries`;
  }

  // An entry found only by a folded sentence is unfolded while the search lasts.
  function show(entry, wanted) {
    entry.text ??= readable(entry);
    const [seen, hidden] = entry.text;
    const found = !wanted || seen.includes(wanted);
    const inside = !found && hidden.includes(wanted);
    entry.li.classList.toggle("off", !found && !inside);
    if (inside !== entry.opened) {
      entry.opened = inside;
      entry.folds.forEach((fold) => { fold.open = inside; });
    }
    return found || inside;
  }

  function readable({ li, folds }) {
    const quotes = all(".q > [lang]", li);
    const inFold = (quote) => folds.some((fold) => fold.contains(quote));
    const texts = (list) => list.map((one) => folded(one.textContent)).join("\n");
    const seen = [li.querySelector("h3 bdi"), ...quotes.filter((quote) => !inFold(quote))];
    return [texts(seen), texts(quotes.filter(inFold))];
  }

  // ---- a figure as a picture: drawn from the file that its link holds, twice its size
  all('a[download$=".svg"]').forEach((link) => {
    const button = make("button", "sort", "PNG");
    button.type = "button";
    button.setAttribute("aria-label", link.textContent.replace(/svg$/, "png"));
    button.addEventListener("click", () => picture(link));
    link.after(" \u00b7 ", button);
  });

  function picture(link) {
    const image = new Image();
    image.onload = () => {
      const canvas = make("canvas", "");
      [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const saved = make("a", "");
      saved.download = link.download.replace(/svg$/, "png");
      saved.href = canvas.toDataURL("image/png");
      saved.click();
    };
    image.src = link.href;
  }

  // ---- the fragment: #e-term is a place, #q=...&sort=table.2d&rows=table.text is a state
  function keep() {
    const state = new URLSearchParams();
    if (search && search.input.value.trim()) state.append("q", search.input.value.trim());
    tables.forEach((one) => {
      if (one.sort) state.append("sort", `${one.id}.${one.sort.column}${one.sort.way}`);
      if (value(one)) state.append("rows", `${one.id}.${value(one)}`);
    });
    const text = state.toString();
    const plain = location.hash.includes("=") ? "" : location.hash;
    try {
      history.replaceState(null, "", (text && `#${text}`) || plain || location.pathname + location.search);
    } catch {
      // a page within another page may have no address of its own: it works, and is not kept
    }
  }

  function restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    const of = (key, id) => state.getAll(key).find((one) => one.startsWith(`${id}.`));
    tables.forEach((one) => {
      const sort = /\.(\d{1,3})([ad])$/.exec(of("sort", one.id) || "");
      one.sort = sort && one.heads[sort[1]] ? { column: Number(sort[1]), way: sort[2] } : null;
      if (one.field) one.field.input.value = (of("rows", one.id) || "").slice(one.id.length + 1);
      if (one.heads.length || one.field) arrange(one);
    });
    if (search) {
      search.input.value = state.get("q") || "";
      seek();
    }
    const first = state.get("q") ? search : tables.find((one) => one.sort || value(one));
    return first && (first.tool || first.parts[0].parentNode);
  }

  function target() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // not an address of ours
    }
  }

  // Open every fold that holds a place; end the search if that is what hides it.
  function reveal(place) {
    let changed = false;
    if (place.closest(".off") && search) {
      search.input.value = "";
      seek();
      changed = true;
    }
    for (let fold = place.closest("details"); fold; fold = fold.parentNode.closest("details")) {
      changed = changed || !fold.open;
      fold.open = true;
    }
    return changed;
  }

  function arrive() {
    const place = location.hash.includes("=") ? restore() : target();
    if (!place) return;
    if (reveal(place) || location.hash.includes("=")) place.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    const place = link && document.getElementById(link.getAttribute("href").slice(1));
    if (place) reveal(place); // before the browser goes there
  });
  window.addEventListener("hashchange", arrive);
  if (search) seek();
  arrive();
})();
