/* A step as a slide to take away: its heading, text and plot on white, with where they come from. */
(function () {
  "use strict";
  const [WIDE, HIGH] = [1920, 1080];
  const EDGE = 80;
  const HEADING = { size: 64, weight: 700, line: 76, top: 120 };
  const TEXT = { size: 40, weight: 400, line: 54, top: 240, wide: 620 };
  const SMALL = { size: 17, weight: 400, line: 24 };
  const PLOT = { left: 760, top: 190, width: 1080, height: 780 };
  const CODE = { size: 190, top: 770 };

  /* A text in lines that are no wider than there is room; `measure` gives the width of a text. */
  function linesOf(text, wide, measure) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (measure(longer) <= wide || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  function write(pen, text, kind, colour, left, top, wide) {
    const family = getComputedStyle(document.body).fontFamily;
    pen.font = `${kind.weight} ${kind.size}px ${family}`;
    pen.fillStyle = colour;
    const lines = linesOf(text, wide, (line) => pen.measureText(line).width);
    for (const [place, line] of lines.entries()) pen.fillText(line, left, top + place * kind.line);
  }

  async function pictureOf(address) {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    return picture;
  }

  function plotOf({ figure }) {
    const { paper, inks } = figure.layout.meta;
    const { width, height } = PLOT;
    const layout = { ...figure.layout, width, height, paper_bgcolor: paper, plot_bgcolor: paper };
    const drawn = window.osteoniche.inked({ data: figure.data, layout }, inks);
    return window.Plotly.toImage(drawn, { format: "png", width, height });
  }

  async function drawn(slide, plot, { say, paper: { text: ink, soft, paper } }) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: WIDE, height: HIGH });
    const pen = canvas.getContext("2d");
    pen.fillStyle = paper;
    pen.fillRect(0, 0, WIDE, HIGH);
    write(pen, slide.heading, HEADING, ink, EDGE, HEADING.top, WIDE - 2 * EDGE);
    write(pen, slide.text, TEXT, ink, EDGE, TEXT.top, TEXT.wide);
    pen.drawImage(await pictureOf(await plotOf(plot)), PLOT.left, PLOT.top);
    if (slide.code) {
      const code = await pictureOf(slide.code);
      pen.drawImage(code, EDGE, CODE.top, CODE.size, CODE.size);
    }
    const below = [say.caveat, window.osteoniche.source(), slide.link];
    for (const [place, line] of below.entries())
      write(pen, line, SMALL, soft, EDGE, HIGH - 84 + place * SMALL.line, WIDE - 2 * EDGE);
    return canvas;
  }

  /* The slide of a step as a file, with the plot that is seen. */
  async function takeSlide(slide, state, setup) {
    const plot = slide.plots[state.view] || slide.plots[slide.plot];
    const canvas = await drawn(slide, plot, setup);
    const name = slide.name
      .toLowerCase()
      .replace(/[^a-z]+/g, " ")
      .trim()
      .replace(/ /g, "-");
    const link = document.createElement("a");
    link.download = `osteoniche-${state.at + 1}-${name}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  }

  window.osteoniche = Object.assign(window.osteoniche || {}, { takeSlide });
})();
