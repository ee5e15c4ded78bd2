/* The plot of a step: as large as the window is, and before the answer without its lines. */
(function () {
  "use strict";

  /* A figure, or a part of one, with all lengths so many times as large. */
  function enlarged(part, times, lengths) {
    if (Array.isArray(part)) return part.map((each) => enlarged(each, times, lengths));
    if (!part || typeof part !== "object") return part;
    const entry = ([key, value]) => {
      const isLength = typeof value === "number" && lengths.includes(key);
      return [key, isLength ? value * times : enlarged(value, times, lengths)];
    };
    return Object.fromEntries(Object.entries(part).map(entry));
  }

  /* The figure without the lines, and their names, that the question is about. Both begin with the
     runs; those that are known stand first. */
  function withoutAnswer({ data, layout }, { known, runs }) {
    const isTold = (_, place) => place < known || place >= runs;
    const annotations = layout.annotations.filter(isTold);
    return { data: data.filter(isTold), layout: { ...layout, annotations } };
  }

  /* The figure of a step in a phase. */
  function figureOf(slide, plot, phase, times, lengths) {
    const { figure } = slide.plots[plot];
    const shown = phase === "asked" ? withoutAnswer(figure, slide) : figure;
    return enlarged(shown, times, lengths);
  }

  /* The lines that grow while the days run, and their names, bear a mark that the style sheet knows. */
  function mark(box, { known, runs }, phase) {
    const isNew = (place) => phase === "running" && place >= known && place < runs;
    for (const [place, line] of box.querySelectorAll(".scatterlayer .trace").entries())
      line.classList.toggle("is-new", isNew(place));
    for (const name of box.querySelectorAll(".annotation"))
      name.classList.toggle("is-new", isNew(Number(name.dataset.index)));
  }

  /* The same in numbers, week by week. */
  function tableOf({ caption, head, rows }) {
    const table = document.createElement("table");
    table.createCaption().textContent = caption;
    const top = table.createTHead().insertRow();
    for (const text of head) top.append(cell("th", text, "col"));
    const body = table.createTBody();
    for (const [day, ...values] of rows) {
      body.insertRow().append(cell("th", day, "row"), ...values.map((text) => cell("td", text)));
    }
    return table;
  }

  function cell(kind, text, scope) {
    const made = document.createElement(kind);
    made.textContent = text;
    if (scope) made.scope = scope;
    return made;
  }

  const lecturePlot = { figureOf, mark, tableOf };
  window.osteoniche = Object.assign(window.osteoniche || {}, { lecturePlot });
})();
