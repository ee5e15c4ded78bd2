/* The numbers of the living picture: unpacked from what the server sends (scene.py), read on a day,
   and written in words. Functions of their arguments, without a page. */
(function () {
  "use strict";
  const STEPS = 65535;
  const NO_CELL = 0.0101; // cells: the server sends no fewer than 0.01

  /* A series as numbers, one for each row; one that does not move comes as its value. */
  function unpacked([low, high, text], rows) {
    if (text === undefined) return new Float64Array(rows || 1).fill(low);
    const bytes = Uint8Array.from(window.atob(text), (letter) => letter.charCodeAt(0));
    const steps = new DataView(bytes.buffer);
    const value = (_, row) => low + ((high - low) * steps.getUint16(2 * row, true)) / STEPS;
    return Float64Array.from({ length: bytes.length / 2 }, value);
  }

  /* A run as it is read: its days, its curves, and the levels of its drugs. */
  function opened({ days, series, drugs, ...constants }) {
    const read = unpacked(days);
    const curve = (packed) => unpacked(packed, read.length);
    const curves = Object.entries(series).map(([name, packed]) => [name, curve(packed)]);
    return {
      ...constants,
      days: read,
      curves: Object.fromEntries(curves),
      drugs: drugs.map((drug) => ({ ...drug, level: curve(drug.level) })),
    };
  }

  /* The row before a day, and how far the day is on the way to the next. */
  function rowAt(days, day) {
    let [low, high] = [0, days.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (days[middle] <= day) low = middle;
      else high = middle - 1;
    }
    const next = Math.min(low + 1, days.length - 1);
    const apart = days[next] - days[low];
    return [low, next, apart > 0 ? Math.min(Math.max((day - days[low]) / apart, 0), 1) : 0];
  }

  /* Every number of a run on a day. */
  function read(run, day) {
    const [row, next, share] = rowAt(run.days, day);
    const between = (curve) => curve[row] + share * (curve[next] - curve[row]);
    const curves = Object.entries(run.curves).map(([name, curve]) => [name, between(curve)]);
    const values = Object.fromEntries(curves);
    values.tumour = 10 ** values.tumour;
    if (values.tumour < NO_CELL) values.tumour = 0;
    values.blocked = run.protection * values.notch;
    values.full = values.kill / (1 - values.blocked);
    values.covered = values.jagged1 > 0 ? 1 - Math.min(values.free / values.jagged1, 1) : 0;
    values.levels = run.drugs.map(({ drug, level }) => [drug, between(level)]);
    return values;
  }

  /* Three digits, thousands in groups. */
  function short(value) {
    if (Math.abs(value) < 0.0005) return "0";
    const rounded = Number(value.toPrecision(3));
    return Math.abs(rounded) < 1000 ? String(rounded) : rounded.toLocaleString("en");
  }

  const SIZES = [
    [1e12, " trillion"],
    [1e9, " billion"],
    [1e6, " million"],
  ];

  function cells(count) {
    if (count === 0) return "no";
    if (count < 1) return "less than 1";
    const [size, word] = SIZES.find(([least]) => count >= least * 0.9995) || [1, ""];
    return short(size === 1 && count < 100 ? Math.round(count) : count / size) + word;
  }

  const NO_BREAK = "\u00a0";

  function percent(value) {
    if (value > 0 && value < 0.1) return `under 0.1${NO_BREAK}%`;
    return `${short(Math.round(value * 10) / 10)}${NO_BREAK}%`;
  }

  /* A share: whole percents, where they tell it from none and from all. */
  function share(value) {
    const whole = value >= 0.1 && value <= 0.985;
    return percent(whole ? Math.round(100 * value) : 100 * value);
  }

  /* How many times as much: <0.01, 0.28, 1.0, 12. */
  function times(value) {
    if (value >= 9.95) return short(Math.round(value));
    return value > 0 && value < 0.005 ? "<0.01" : value.toFixed(value < 0.995 ? 2 : 1);
  }

  const WRITE = {
    tumour: cells,
    dying: percent,
    bone: percent,
    blocked: share,
    covered: (value) => percent(Math.round(100 * value)),
    notch: (value) => value.toFixed(2),
    jagged1: times,
    free: times,
    osteoclasts: times,
    osteoblasts: times,
    resorption: times,
    pthrp: times,
    tgf: times,
  };

  /* The numbers of a day as words, by the names that the texts have in braces. */
  function written(values) {
    const numbers = Object.entries(values).filter(([name]) => name !== "levels");
    const texts = numbers.map(([name, value]) => [name, (WRITE[name] || short)(value)]);
    return { ...Object.fromEntries(texts), passes: share(1 - values.blocked) };
  }

  function filled(text, words) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  }

  const figures = { opened, read, written, filled, percent };
  window.osteoniche = Object.assign(window.osteoniche || {}, { figures });
})();
