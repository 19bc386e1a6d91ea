/**
 * The script of a page, run once it is read: search, filters, and drawings that zoom. Everything can be read without it; it writes no HTML
 * and asks nothing of anywhere. `npm run page-script` puts it into `../script.generated.ts`.
 */
(() => {
  const all = <E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E[] => [...within.querySelectorAll<E>(selector)];
  const words = (text: string | undefined): string[] => (text === undefined || text === "" ? [] : text.split(" "));
  const counted = (count: number, noun: string): string => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));
  for (const element of all("[data-script]")) element.hidden = false;

  // Drawings: what of each is seen, `scale` pixels of the screen for one of its own.

  interface Figure {
    readonly frame: HTMLElement;
    readonly svg: SVGSVGElement;
    readonly width: number;
    readonly height: number;
    x: number;
    y: number;
    scale: number;
  }
  const LEGIBLE = 0.7;
  const LARGEST = 3;

  const fitting = ({ frame, width, height }: Figure): number => Math.min(1, frame.clientWidth / width, frame.clientHeight / height);
  const move = (figure: Figure, x: number, y: number, scale: number): void => {
    const { frame, svg, width, height } = figure;
    figure.scale = clamp(scale, fitting(figure), LARGEST);
    const [seenWidth, seenHeight] = [frame.clientWidth / figure.scale, frame.clientHeight / figure.scale];
    figure.x = seenWidth >= width ? (width - seenWidth) / 2 : clamp(x, 0, width - seenWidth);
    figure.y = seenHeight >= height ? (height - seenHeight) / 2 : clamp(y, 0, height - seenHeight);
    svg.setAttribute("viewBox", `${figure.x} ${figure.y} ${seenWidth} ${seenHeight}`);
  };
  /** Larger or smaller about a point of the frame; by default its middle. */
  const zoom = (figure: Figure, factor: number, atX = figure.frame.clientWidth / 2, atY = figure.frame.clientHeight / 2): void => {
    const [x, y] = [figure.x + atX / figure.scale, figure.y + atY / figure.scale];
    const scale = clamp(figure.scale * factor, fitting(figure), LARGEST);
    move(figure, x - atX / scale, y - atY / scale, scale);
  };
  const pan = (figure: Figure, x: number, y: number): void => move(figure, figure.x + x / figure.scale, figure.y + y / figure.scale, figure.scale);
  const showWhole = (figure: Figure): void => move(figure, 0, 0, 0);
  /** Shows elements, whole where that is legible; otherwise the first of them, left. */
  const reveal = (figure: Figure, elements: readonly SVGGraphicsElement[]): void => {
    const [first] = elements;
    if (first === undefined) return;
    // Boxes in the drawing's own pixels, whatever is seen of it now.
    const toDrawing = figure.svg.getScreenCTM()?.inverse();
    const places = elements.map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const [from, to] = [new DOMPoint(left, top).matrixTransform(toDrawing), new DOMPoint(right, bottom).matrixTransform(toDrawing)];
      return { left: from.x, top: from.y, right: to.x, bottom: to.y };
    });
    const [left, right] = [Math.min(...places.map((place) => place.left)), Math.max(...places.map((place) => place.right))];
    const [top, bottom] = [Math.min(...places.map((place) => place.top)), Math.max(...places.map((place) => place.bottom))];
    const { clientWidth, clientHeight } = figure.frame;
    const scale = clamp(Math.min(clientWidth / (right - left + 32), clientHeight / (bottom - top + 32)), LEGIBLE, 1);
    const middle = places[0] ?? { top, bottom };
    const isWhole = (bottom - top + 32) * scale <= clientHeight;
    move(figure, left - 16, (isWhole ? (top + bottom) / 2 : (middle.top + middle.bottom) / 2) - clientHeight / scale / 2, scale);
  };

  const figures = all(".figure").flatMap((frame): Figure[] => {
    const svg = frame.querySelector("svg");
    if (svg === null) return [];
    const { width, height } = svg.viewBox.baseVal;
    return [{ frame, svg, width, height, x: 0, y: 0, scale: 1 }];
  });
  const sizeFrame = ({ frame, width, height }: Figure): void => {
    const scale = clamp(frame.clientWidth / width, LEGIBLE, 1);
    frame.style.height = `${Math.round(clamp(height * scale, 120, window.innerHeight * 0.75)) + 2}px`;
  };
  for (const figure of figures) {
    const { frame, svg } = figure;
    frame.classList.add("live");
    sizeFrame(figure);
    showWhole(figure);
    const marked = all<SVGGraphicsElement>("[data-box].rg-offending", svg);
    if (figure.scale < LEGIBLE) reveal(figure, marked.length > 0 ? marked : all<SVGGraphicsElement>("[data-box]", svg).slice(0, 1));
    const actions: Record<string, () => void> = { in: () => zoom(figure, 1.4), out: () => zoom(figure, 1 / 1.4), whole: () => showWhole(figure) };
    for (const button of all("[data-zoom]", frame.closest(".drawn") ?? frame)) button.addEventListener("click", () => actions[button.dataset.zoom ?? ""]?.());
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const keys: Record<string, () => void> = {
        "+": () => zoom(figure, 1.4),
        "=": () => zoom(figure, 1.4),
        "-": () => zoom(figure, 1 / 1.4),
        "0": () => showWhole(figure),
        ArrowLeft: () => pan(figure, -80, 0),
        ArrowRight: () => pan(figure, 80, 0),
        ArrowUp: () => pan(figure, 0, -80),
        ArrowDown: () => pan(figure, 0, 80),
        Escape: () => pick([], []),
      };
      const act = keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    });
    // A wheel over the page scrolls the page: it zooms once the drawing has the focus, or with Ctrl.
    frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey && document.activeElement !== frame) return;
        event.preventDefault();
        const { left, top } = frame.getBoundingClientRect();
        zoom(figure, Math.exp(-clamp(event.deltaY, -120, 120) / 300), event.clientX - left, event.clientY - top);
      },
      { passive: false },
    );
    let held: { readonly id: number; x: number; y: number; moved: boolean } | null = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button === 0) held = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    });
    frame.addEventListener("pointermove", (event) => {
      if (held === null || event.pointerId !== held.id) return;
      const [x, y] = [event.clientX - held.x, event.clientY - held.y];
      if (!held.moved && Math.hypot(x, y) < 4) return;
      if (!held.moved) frame.setPointerCapture(event.pointerId);
      held = { id: held.id, x: event.clientX, y: event.clientY, moved: true };
      pan(figure, -x, -y);
    });
    frame.addEventListener("pointercancel", () => (held = null));
    frame.addEventListener("pointerup", (event) => {
      const wasMoved = held?.moved === true;
      held = null;
      if (wasMoved) return;
      const box = (event.target as Element).closest<SVGElement>("[data-box]");
      if (box === null) pick([], []);
      else pickAround(box.dataset.box ?? "");
    });
  }
  window.addEventListener("resize", () => {
    for (const figure of figures) {
      sizeFrame(figure);
      move(figure, figure.x, figure.y, figure.scale);
    }
  });
  // Paper shows all of it.
  window.addEventListener("beforeprint", () => {
    for (const { svg, width, height } of figures) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const details of all<HTMLDetailsElement>("details:not([open])")) {
      details.open = true;
      details.dataset.printed = "";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const figure of figures) move(figure, figure.x, figure.y, figure.scale);
    for (const details of all<HTMLDetailsElement>("details[data-printed]")) {
      details.open = false;
      delete details.dataset.printed;
    }
  });

  // What is picked stands out of its drawing.

  const boxes = new Map(all<SVGGraphicsElement>("[data-box]").flatMap((box) => (box instanceof SVGElement ? [[box.dataset.box ?? "", box] as const] : [])));
  const arrows = all<SVGGraphicsElement>("[data-arrow]");
  const labels = all<SVGGraphicsElement>("[data-of]");
  const boxesOf = (numbers: ReadonlySet<string>): string[] =>
    arrows.flatMap(({ dataset }) => (numbers.has(dataset.arrow ?? "") ? [dataset.from ?? "", dataset.to ?? ""] : []));

  const pick = (arrowNumbers: readonly string[], boxNumbers: readonly string[]): void => {
    const on = new Set(arrowNumbers);
    const onBoxes = new Set([...boxNumbers, ...boxesOf(on)]);
    for (const arrow of arrows) arrow.classList.toggle("on", on.has(arrow.dataset.arrow ?? ""));
    for (const label of labels) label.classList.toggle("on", on.has(label.dataset.of ?? ""));
    for (const [number, box] of boxes) box.classList.toggle("on", onBoxes.has(number));
    for (const { svg } of figures) svg.classList.toggle("picked", svg.querySelector(".on") !== null);
  };
  /** A box with all that leads to it and that it leads to. */
  const pickAround = (number: string): void => {
    const walk = (near: "from" | "to", far: "from" | "to"): string[] => {
      const seen = new Set([number]);
      const taken: string[] = [];
      for (const at of seen)
        for (const { dataset } of arrows)
          if (dataset[near] === at) {
            taken.push(dataset.arrow ?? "");
            seen.add(dataset[far] ?? "");
          }
      return taken;
    };
    pick([...walk("from", "to"), ...walk("to", "from")], [number]);
  };
  const show = (arrowNumbers: readonly string[], boxNumbers: readonly string[]): void => {
    pick(arrowNumbers, boxNumbers);
    for (const figure of figures) reveal(figure, all<SVGGraphicsElement>("[data-box].on", figure.svg));
  };
  for (const link of all<HTMLAnchorElement>("a[data-show]")) link.addEventListener("click", () => show(words(link.dataset.show), words(link.dataset.boxes)));

  // Search and filters of the graph and of its table.

  const find = document.querySelector<HTMLInputElement>("#find");
  const tier = document.querySelector<HTMLSelectElement>("#graph-tier");
  const offending = document.querySelector<HTMLInputElement>("#graph-offending");
  const answer = document.querySelector<HTMLElement>("#find-answer");
  const rows = all<HTMLTableRowElement>("tr[data-row]").map((row) => ({
    row,
    names: all(".names>*", row).map((element) => ({ element, text: (element.textContent ?? "").toLowerCase() })),
  }));

  const MOST_SEEN = 12;
  const search = (): void => {
    const wanted = (find?.value ?? "").trim().toLowerCase();
    const only = tier?.value ?? "";
    const marked = offending?.checked === true;
    const shown = new Set<string>();
    for (const arrow of arrows) {
      const isShown = (only === "" || words(arrow.dataset.tiers).includes(only)) && (!marked || arrow.dataset.mark === "offending");
      arrow.classList.toggle("off", !isShown);
      if (isShown) for (const end of [arrow.dataset.from, arrow.dataset.to]) shown.add(end ?? "");
    }
    const isFiltered = only !== "" || marked;
    for (const label of labels)
      label.classList.toggle(
        "off",
        arrows.some((arrow) => arrow.dataset.arrow === label.dataset.of && arrow.classList.contains("off")),
      );
    for (const [number, box] of boxes) box.classList.toggle("off", isFiltered && !shown.has(number));
    let [found, drawn] = [0, 0];
    const pickedArrows: string[] = [];
    const pickedBoxes: string[] = [];
    for (const { row, names } of rows) {
      const fits = (only === "" || words(row.dataset.tiers).includes(only)) && (!marked || row.dataset.mark === "offending");
      let inRow = 0;
      for (const { element, text } of names) {
        const isFound = fits && text.includes(wanted);
        element.classList.toggle("found", isFound && wanted !== "");
        // Of many names those that were asked for.
        element.hidden = wanted !== "" && !isFound && names.length > MOST_SEEN;
        if (!isFound) continue;
        inRow++;
        if (element.dataset.box === undefined) continue;
        drawn++;
        pickedBoxes.push(element.dataset.box);
      }
      row.hidden = inRow === 0;
      const folded = row.querySelector("details");
      if (folded !== null) folded.open = wanted !== "" && inRow > 0;
      found += inRow;
      if (inRow > 0) pickedArrows.push(...words(row.dataset.arrows));
    }
    for (const part of all<HTMLDetailsElement>("details.more-rows")) part.open = wanted !== "" && part.querySelector("tr[data-row]:not([hidden])") !== null;
    if (wanted === "") pick([], []);
    else show(reachable(pickedArrows, pickedBoxes), pickedBoxes);
    if (answer === null) return;
    const where = drawn === found ? "" : drawn === 0 ? ", not drawn: see the table" : `, ${drawn.toLocaleString("en")} of them drawn`;
    answer.textContent = wanted === "" && !isFiltered ? "" : found === 0 ? "No role fits." : `${counted(found, "role")} found${where}.`;
  };
  /** Of arrows of rows, those that lead on from the boxes: roles that are alike may have boxes of their own. */
  const reachable = (numbers: readonly string[], from: readonly string[]): string[] => {
    const allowed = new Set(numbers);
    const seen = new Set(from);
    const taken: string[] = [];
    for (const at of seen)
      for (const { dataset } of arrows)
        if (dataset.from === at && allowed.has(dataset.arrow ?? "")) {
          taken.push(dataset.arrow ?? "");
          seen.add(dataset.to ?? "");
        }
    return taken;
  };
  for (const control of [find, tier, offending]) control?.addEventListener("input", search);
  document.querySelector("#graph-filter")?.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("#graph-filter")?.addEventListener("reset", () => setTimeout(search));

  // Filters of the findings.

  const filter = document.querySelector<HTMLFormElement>("#finding-filter");
  const count = document.querySelector<HTMLElement>("#finding-count");
  const findings = all("[data-finding]").map((element) => ({ element, text: (element.textContent ?? "").toLowerCase() }));
  const choose = (): void => {
    const chosen = all<HTMLSelectElement>("select", filter ?? document).map(({ name, value }) => ({ name, value }));
    const wanted = (filter?.querySelector("input")?.value ?? "").trim().toLowerCase();
    let shown = 0;
    for (const { element, text } of findings) {
      // A row of a table has what its table says of all rows.
      const facts = (element.dataset.section === undefined ? element.closest<HTMLElement>("[data-section]") : element)?.dataset ?? {};
      const fits = chosen.every(({ name, value }) => value === "" || facts[name] === value) && text.includes(wanted);
      element.hidden = !fits;
      if (fits) shown += Number(element.dataset.finding);
    }
    for (const group of all("[data-group]")) group.hidden = group.querySelector("[data-finding]:not([hidden])") === null;
    const total = findings.reduce((sum, { element }) => sum + Number(element.dataset.finding), 0);
    if (count !== null)
      count.textContent = shown === total ? `${counted(total, "finding")}` : `${shown.toLocaleString("en")} of ${counted(total, "finding")} shown`;
  };
  filter?.addEventListener("input", choose);
  filter?.addEventListener("submit", (event) => event.preventDefault());
  filter?.addEventListener("reset", () => setTimeout(choose));
  if (filter !== null) choose();
  // A link to a finding that a filter hides shows it.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null || filter === null || target.closest("[hidden]") === null) return;
    filter.reset();
    setTimeout(() => target.scrollIntoView());
  });
  document.documentElement.classList.add("scripted");
})();
