// data_visualization as a plain drawing: bars, lines, areas, or a pie, with a legend. The numbers are said in
// the drawing's name, for whoever does not see it.
// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block

import { el, svgNode } from "./dom.js";
import { locale } from "./store.js";

const COLOURS = ["#1264a3", "#2eb67d", "#e01e5a", "#ecb22e", "#611f69", "#36c5f0", "#de6c36", "#4a5568"];
const WIDE = 560;
const HIGH = 240;
const EDGE = { left: 48, right: 12, top: 10, bottom: 44 };
const TICKS = 4;

const colour = (index) => COLOURS[index % COLOURS.length];
const number = (value) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);

export function chart(block) {
  const shape = block.chart ?? {};
  const parts = shape.type === "pie" ? pie(shape.segments ?? []) : plot(shape);
  const said = `${block.title ?? "Chart"}, ${shape.type ?? ""} chart. ${parts.said}`;
  return el(
    "figure",
    { class: "chart" },
    el("figcaption", { class: "chart-title" }, String(block.title ?? "")),
    svgNode("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "chart-drawing", role: "img", "aria-label": said }, ...parts.drawn),
    parts.names.length > 1 ? legend(parts.names) : null,
  );
}

function legend(names) {
  const rows = names.map((name, index) => el("span", { class: "legend-item" }, dot(index), name));
  return el("div", { class: "legend", "aria-hidden": "true" }, rows);
}

const dot = (index) =>
  svgNode("svg", { width: 10, height: 10 }, svgNode("rect", { width: 10, height: 10, rx: 2, fill: colour(index) }));

function pie(segments) {
  const total = segments.reduce((sum, item) => sum + Math.max(0, Number(item.value) || 0), 0) || 1;
  const [cx, cy, radius] = [WIDE / 2, HIGH / 2, HIGH / 2 - 12];
  let turned = 0;
  const at = (share) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${cx + radius * Math.cos(angle)} ${cy + radius * Math.sin(angle)}`;
  };
  const drawn = segments.map((item, index) => {
    const share = Math.max(0, Number(item.value) || 0) / total;
    const from = turned;
    turned += share;
    if (share > 0.9999) return svgNode("circle", { cx, cy, r: radius, fill: colour(index) });
    const d = `M${cx} ${cy}L${at(from)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(turned)}Z`;
    return svgNode("path", { d, fill: colour(index), stroke: "#fff", "stroke-width": 2 });
  });
  const names = segments.map((item) => `${item.label} ${number(item.value)}`);
  return { drawn, names, said: names.join(", ") };
}

function plot(shape) {
  const series = (shape.series ?? []).map((item) => ({ name: String(item?.name ?? ""), data: item?.data ?? [] }));
  const labels = shape.axis_config?.categories ?? series[0]?.data.map((point) => point.label) ?? [];
  const values = series.flatMap((item) => item.data.map((point) => Number(point.value) || 0));
  const scale = scaleOf(values);
  const place = {
    x: (index) => EDGE.left + ((WIDE - EDGE.left - EDGE.right) * (index + 0.5)) / Math.max(1, labels.length),
    y: (value) => EDGE.top + (HIGH - EDGE.top - EDGE.bottom) * (1 - (value - scale.least) / (scale.most - scale.least)),
    zero: Math.max(0, scale.least),
    step: (WIDE - EDGE.left - EDGE.right) / Math.max(1, labels.length),
  };
  const draw = { bar: bars, area: lines, line: lines }[shape.type] ?? bars;
  const said = series.map((item) => `${item.name}: ${item.data.map((p) => `${p.label} ${number(p.value)}`).join(", ")}`);
  return {
    drawn: [...grid(scale, place), ...axis(labels, place, shape.axis_config), ...draw(series, labels, place, shape.type === "area")],
    names: series.map((item) => item.name),
    said: said.join(". "),
  };
}

/** A range that holds all values and nought, ending on round numbers. */
function scaleOf(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / TICKS;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * size).find((n) => n >= rough) ?? rough;
  return { least: Math.floor(low / step) * step, most: Math.ceil(high / step) * step || step, step };
}

function grid(scale, place) {
  const out = [];
  for (let value = scale.least; value <= scale.most + scale.step / 2; value += scale.step) {
    const y = place.y(value);
    out.push(svgNode("line", { x1: EDGE.left, x2: WIDE - EDGE.right, y1: y, y2: y, class: "chart-line" }));
    out.push(svgNode("text", { x: EDGE.left - 8, y: y + 4, "text-anchor": "end", class: "chart-words" }, number(value)));
  }
  return out;
}

function axis(labels, place, config) {
  const words = (x, y, text) => svgNode("text", { x, y, "text-anchor": "middle", class: "chart-words" }, String(text));
  const out = labels.map((label, index) => words(place.x(index), HIGH - EDGE.bottom + 16, label));
  if (config?.x_label) out.push(words(WIDE / 2, HIGH - 6, config.x_label));
  return out;
}

function bars(series, labels, place) {
  const thick = Math.min(36, (place.step * 0.7) / Math.max(1, series.length));
  return series.flatMap((item, row) =>
    item.data.map((point) => {
      const value = Number(point.value) || 0;
      const [from, to] = [place.y(place.zero), place.y(value)];
      const x = place.x(labels.indexOf(point.label)) + (row - series.length / 2) * thick;
      const box = { x: x + 1, y: Math.min(from, to), width: Math.max(1, thick - 2), height: Math.abs(from - to) };
      return svgNode("rect", { ...box, rx: 2, fill: colour(row) });
    }),
  );
}

function lines(series, labels, place, filled) {
  return series.flatMap((item, row) => {
    const points = item.data.map((point) => [place.x(labels.indexOf(point.label)), place.y(Number(point.value) || 0)]);
    if (!points.length) return [];
    const path = points.map(([x, y]) => `${x} ${y}`).join("L");
    const floor = place.y(place.zero);
    const under = `M${points[0][0]} ${floor}L${path}L${points.at(-1)[0]} ${floor}Z`;
    return [
      filled ? svgNode("path", { d: under, fill: colour(row), "fill-opacity": 0.18 }) : null,
      svgNode("path", { d: `M${path}`, fill: "none", stroke: colour(row), "stroke-width": 2.5, "stroke-linejoin": "round" }),
      ...points.map(([cx, cy]) => svgNode("circle", { cx, cy, r: 3.5, fill: colour(row) })),
    ].filter(Boolean);
  });
}
