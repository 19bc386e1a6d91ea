// The search, and the menu of small screens. Without this file every page can still be read and reached.
"use strict";

const root = document.documentElement;
// Before the page is drawn: where there is a menu button, the navigation of a small screen waits for it.
root.classList.add("scripted");

document.addEventListener("DOMContentLoaded", () => {
  const menu = document.querySelector(".menu");
  const pages = document.getElementById("pages");
  menu.hidden = false;
  menu.addEventListener("click", () => {
    const isOpen = pages.classList.toggle("open");
    menu.setAttribute("aria-expanded", String(isOpen));
  });
  const current = pages.querySelector("[aria-current]");
  if (current !== null && current.offsetTop > pages.clientHeight) pages.scrollTop = current.offsetTop - pages.clientHeight / 2;

  const form = document.querySelector(".search");
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const [status] = found.getElementsByTagName("p");
  const [list] = found.getElementsByTagName("ul");
  form.hidden = false;

  const loaded = {};
  const load = (name) => {
    loaded[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root.dataset.root}assets/${name}`;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return loaded[name];
  };
  let index = null;
  const words = (text) => text.split(/[\s,.;:()[\]{}"'`|]+/).filter((word) => word !== "");
  // What is searched is read when somebody means to search, and never sent anywhere.
  const searchIndex = async () => {
    await Promise.all([load("minisearch.js"), load("search-data.js")]);
    if (index === null) {
      index = new globalThis.MiniSearch({
        fields: ["title", "page", "text"],
        storeFields: ["href", "page", "title"],
        // A name such as read-all-data is found whole and by its parts; who types it whole means it whole.
        tokenize: (text) => words(text).flatMap((word) => (/[-_]/.test(word) ? [word, ...word.split(/[-_]+/)] : [word])),
        searchOptions: { tokenize: words, boost: { title: 4, page: 2 }, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : false), combineWith: "AND" },
      });
      index.addAll(globalThis.rolegateSearch);
    }
    return index;
  };

  const show = (results) => {
    found.hidden = false;
    status.textContent = results.length === 0 ? "Nothing found" : `${results.length} ${results.length === 1 ? "section" : "sections"} found`;
    list.replaceChildren(
      ...results.slice(0, 12).map(({ href, title, page }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const name = document.createElement("strong");
        link.href = root.dataset.root + href;
        name.textContent = title;
        link.append(name);
        if (page !== title) {
          const place = document.createElement("span");
          place.textContent = page;
          link.append(place);
        }
        item.append(link);
        return item;
      }),
    );
  };
  const hide = () => {
    found.hidden = true;
  };
  const search = async () => {
    const asked = input.value.trim();
    if (asked === "") return hide();
    try {
      const results = (await searchIndex()).search(asked);
      if (input.value.trim() === asked) show(results);
    } catch {
      found.hidden = false;
      status.textContent = "The search could not be loaded";
    }
  };

  input.addEventListener("focus", () => searchIndex().catch(() => {}));
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
      input.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    event.preventDefault();
    next?.focus();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) hide();
  });
});
