// Our own emoji drawings on a 20 x 20 grid: name -> [[svg tag, attributes], ...].

const line = (d, stroke, width = 2, fill = "none") =>
  ["path", { d, stroke, "stroke-width": width, fill, "stroke-linecap": "round", "stroke-linejoin": "round" }];
const shape = (d, fill) => ["path", { d, fill }];
const dot = (cx, cy, r, fill) => ["circle", { cx, cy, r, fill }];
const box = (x, y, width, height, fill, rx = 2) => ["rect", { x, y, width, height, rx, fill }];

const ball = (fill, shade) => [dot(10, 10, 8.5, shade), dot(10, 9.6, 7.9, fill), ["ellipse", { cx: 7.4, cy: 6.3, rx: 2.6, ry: 1.6, fill: "#fff", opacity: 0.35 }]];
const square = (fill) => [box(1.5, 1.5, 17, 17, fill, 2.5)];
const key = (d) => [box(1, 1, 18, 18, "#3b88c3", 3.5), line(d, "#fff", 2)];
const tile = (fill, d) => [box(1, 1, 18, 18, fill, 3.5), line(d, "#fff", 2.4)];
const face = (...features) => [dot(10, 10, 9, "#ffcc4d"), ...features];
const eyesOpen = [["ellipse", { cx: 7, cy: 8, rx: 1.1, ry: 1.6, fill: "#664500" }], ["ellipse", { cx: 13, cy: 8, rx: 1.1, ry: 1.6, fill: "#664500" }]];
const paper = (...lines) => [shape("M4 1.500h9l3.5 3.500v13.500H4z", "#e1e8ed"), shape("M13 1.500V5h3.500z", "#b3c0c9"), ...lines];
const wrenchGrey = "#8899a6";

export const ART = {
  rotating_light: [box(2.5, 15, 15, 3.5, "#66757f", 1), shape("M4.5 15V9.500a5.5 5.5 0 0 1 11 0V15z", "#dd2e44"), shape("M8 15v-5a2 2 0 0 1 4 0v5z", "#f4abba"),
    line("M10 .8v1.700M2.6 3.700l1.3 1.200M17.4 3.700l-1.3 1.200M.8 9.500h1.500M17.7 9.500h1.5", "#f4900c", 1.4)],
  warning: [shape("M10 1.500c.7 0 1.2.3 1.6 1l7.2 13.600c.6 1.2 0 2.4-1.4 2.400H2.600c-1.4 0-2-1.2-1.4-2.400L8.4 2.500c.4-.7.9-1 1.6-1z", "#ffcc4d"),
    line("M10 7v4.8", "#231f20", 2.2), dot(10, 15.3, 1.3, "#231f20")],
  white_check_mark: tile("#77b255", "M5 10.500l3.5 3.800L15 5.5"),
  ballot_box_with_check: tile("#3b88c3", "M5 10.500l3.5 3.800L15 5.5"),
  heavy_check_mark: [line("M3.5 11l4.3 4.800L16.5 4.5", "#31373d", 2.6)],
  x: [line("M4 4l12 12M16 4L4 16", "#dd2e44", 3.4)],
  negative_squared_cross_mark: tile("#77b255", "M5.5 5.500l9 9M14.5 5.500l-9 9"),
  no_entry: [dot(10, 10, 9, "#dd2e44"), box(4, 8, 12, 4, "#fff", 1)],
  no_entry_sign: [["circle", { cx: 10, cy: 10, r: 7.7, fill: "none", stroke: "#dd2e44", "stroke-width": 2.6 }], line("M4.8 4.800l10.4 10.4", "#dd2e44", 2.6)],
  octagonal_sign: [shape("M6.3 1h7.400L19 6.300v7.400L13.7 19H6.300L1 13.700V6.300z", "#dd2e44"), shape("M6.8 2.300h6.400l4.5 4.500v6.400l-4.5 4.500H6.800l-4.5-4.500V6.800z", "#ea596e")],
  construction: [box(1, 4.5, 18, 7, "#ffcc4d", 1), shape("M3 4.500h3.500l-3 7H1V9zM10.5 4.500H14l-3 7H7.500zM17.5 4.500H19v3.800l-1.4 3.200H15z", "#292f33"), box(4, 11.5, 2, 7, wrenchGrey, 0), box(14, 11.5, 2, 7, wrenchGrey, 0)],
  bell: [shape("M10 1.500a5.5 5.5 0 0 1 5.5 5.500c0 4.5 1 6 2.5 7.500H2C3.5 13 4.5 11.5 4.5 7A5.5 5.5 0 0 1 10 1.500z", "#ffac33"), dot(10, 16.5, 2, "#ffac33")],
  fire: [shape("M10 1c1 4 6.5 6 6.5 11.500A6.3 6.3 0 0 1 10 19a6.3 6.3 0 0 1-6.5-6.500c0-3 1.5-4.5 2.5-6 .5 2 1.5 2.5 2 2.500C8.5 6.5 8.5 3.5 10 1z", "#f4900c"), shape("M10 10c.5 2 3 2.8 3 5.300a3 3 0 0 1-6 0c0-1.8 1-2.3 1.5-3.3.3.8.8 1 1 1 .3-1 .2-2 .5-3z", "#ffcc4d")],
  zap: [shape("M12.5 1L3.5 11.500h5L7 19l9.5-11h-5.500z", "#ffac33")],
  red_circle: ball("#dd2e44", "#be1931"), large_orange_circle: ball("#f4900c", "#d77a00"), large_yellow_circle: ball("#fdcb58", "#dba526"),
  large_green_circle: ball("#78b159", "#5c913b"), large_blue_circle: ball("#55acee", "#3b88c3"), large_purple_circle: ball("#aa8ed6", "#8767ac"),
  white_circle: ball("#f1f4f6", "#b3c0c9"), black_circle: ball("#31373d", "#1b1f22"),
  large_red_square: square("#dd2e44"), large_green_square: square("#78b159"), large_orange_square: square("#f4900c"),
  large_yellow_square: square("#fdcb58"), large_blue_square: square("#55acee"), white_large_square: square("#e6e7e8"), black_large_square: square("#31373d"),
  hourglass_flowing_sand: [box(4, 1, 12, 2.2, "#b3763c", 1), box(4, 16.8, 12, 2.2, "#b3763c", 1), shape("M5.5 3.200h9c0 4-3 5-3 6.800s3 2.8 3 6.800h-9c0-4 3-5 3-6.800s-3-2.8-3-6.800z", "#bdddf4"),
    shape("M7 6h6c-.8 1.8-2.3 2.7-2.6 4l-.2 3.500c1.5.6 2.8 1.6 3.3 3.300h-7c.5-1.7 1.8-2.7 3.3-3.300L9.6 10C9.3 8.7 7.8 7.8 7 6z", "#ffac33")],
  alarm_clock: [dot(4.5, 4, 2.8, "#dd2e44"), dot(15.5, 4, 2.8, "#dd2e44"), dot(10, 11, 7.8, "#dd2e44"), dot(10, 11, 5.9, "#fff"), line("M10 7.500V11l2.5 1.6", "#31373d", 1.4)],
  calendar: [box(2, 3, 16, 15.5, "#e1e8ed"), box(2, 3, 16, 4.5, "#dd2e44"), line("M6 1.500v3M14 1.500v3", "#66757f", 1.6), box(5, 10, 3, 2.5, "#8899a6", 0), box(10, 10, 3, 2.5, "#8899a6", 0), box(5, 14, 3, 2.5, "#8899a6", 0)],
  zero: key("M10 5c4 0 4 10 0 10s-4-10 0-10z"), one: key("M7.8 7l2.7-2v10"), two: key("M7 7.700a3 2.7 0 1 1 5.3 1.900L7 15h6.2"),
  three: key("M7 5h6L9.8 9a3 3 0 1 1-3 4.5"), four: key("M12 15V5l-5.4 7H14"), five: key("M12.8 5H8l-.5 4.300a3 3 0 1 1-.6 4.6"),
  six: key("M12.5 5C9 5 7 8 7 11.800a3 3 0 1 0 .2-1.1"), seven: key("M7 5h6l-4 10"),
  eight: key("M10 9.700a2.3 2.3 0 1 1 .01 0M10 9.700a2.7 2.7 0 1 1-.01 0"), nine: key("M7.5 15C11 15 13 12 13 8.200a3 3 0 1 0-.2 1.1"),
  keycap_ten: key("M4.5 6.500l2-1.500v10M13 5c3.2 0 3.2 10 0 10s-3.2-10 0-10z"), information_source: key("M10 9.200V15M10 5.200v.1"),
  lock: [line("M6 9V6.500a4 4 0 0 1 8 0V9", "#aab8c2", 2.2), box(3.5, 8.5, 13, 10, "#ffac33"), box(9.2, 11.5, 1.6, 4, "#805a12", 0.8)],
  unlock: [line("M6 9V5.500a4 4 0 0 1 7.8-1.3", "#aab8c2", 2.2), box(3.5, 8.5, 13, 10, "#ffac33"), box(9.2, 11.5, 1.6, 4, "#805a12", 0.8)],
  key: [["circle", { cx: 6.5, cy: 7, r: 4, fill: "none", stroke: "#c1694f", "stroke-width": 2.6 }], line("M9.5 10l7.5 7.500M14 14.500l2-2", "#c1694f", 2.4)],
  wrench: [line("M5 15L12 8", wrenchGrey, 3.6), shape("M10.5 4.500a5 5 0 0 1 6-3L13.5 4.500l.5 2 2 .5 3-3a5 5 0 0 1-6.5 6z", wrenchGrey), dot(4.8, 15.2, 2.6, wrenchGrey)],
  gear: [["circle", { cx: 10, cy: 10, r: 6, fill: "none", stroke: "#66757f", "stroke-width": 3.4 }], line("M10 1.500v3M10 15.500v3M1.5 10h3M15.5 10h3M4 4l2 2M14 14l2 2M16 4l-2 2M6 14l-2 2", "#66757f", 2.4)],
  link: [line("M8.5 12.500l4-4M9 6.500l2.5-2.500a3 3 0 0 1 4.5 4.500L13.5 11M11 13.500L8.5 16a3 3 0 0 1-4.5-4.500L6.5 9", "#8899a6", 2.2)],
  mag: [line("M12 12l6 6", "#66757f", 3), dot(8, 8, 6.5, "#66757f"), dot(8, 8, 4.7, "#bdddf4")],
  bulb: [shape("M10 1a6.2 6.2 0 0 1 3.5 11.300V15h-7v-2.700A6.2 6.2 0 0 1 10 1z", "#ffd983"), box(6.5, 15, 7, 3.8, "#99aab5", 1.5)],
  package: [shape("M10 1.500l8 3.600v9.800l-8 3.6-8-3.600V5.100z", "#c1694f"), shape("M10 8.700l8-3.600v9.800l-8 3.600z", "#a0563f"), shape("M10 1.500l8 3.6-8 3.6-8-3.600z", "#d99e82"), line("M6 3.300l8 3.600v3", "#fff8e8", 1.5)],
  truck: [box(1, 4.5, 11.5, 10, "#dd2e44", 1), shape("M12.5 7h3.700L19 10.500v4h-6.500z", "#55acee"), shape("M14 8.300h1.700l1.8 2.200H14z", "#dff1ff"), dot(5, 15.5, 2.3, "#292f33"), dot(15, 15.5, 2.3, "#292f33"), dot(5, 15.5, 0.9, "#ccd6dd"), dot(15, 15.5, 0.9, "#ccd6dd")],
  pushpin: [line("M9 11.500l-6 6", "#99aab5", 1.6), shape("M11.5 1.500l7 7-2.5.8-2.7 2.7-.4 4.3-8.9-8.9 4.3-.4L11 4.300z", "#dd2e44")],
  round_pushpin: [line("M10 9v9.5", "#99aab5", 1.8), dot(10, 6, 5, "#dd2e44"), dot(8.5, 4.5, 1.3, "#f4abba")],
  moneybag: [shape("M8 4L6.5 1.500h7L12 4c4 2.5 6.5 6.5 6.5 10 0 3.5-3 5-8.5 5s-8.5-1.5-8.5-5C1.5 10.5 4 6.5 8 4z", "#fdd888"), line("M12.6 10.4c-.6-1-1.4-1.3-2.6-1.3-3 0-3 2.6 0 2.9 3 .3 3 3-.1 3-1.4 0-2.2-.5-2.7-1.4M10 8v8.4", "#805a12", 1.2)],
  email: [box(1, 3.5, 18, 13, "#ccd6dd"), line("M2 5l8 6.500L18 5", "#8899a6", 1.5)],
  envelope: [box(1, 3.5, 18, 13, "#e1e8ed"), line("M2 5l8 6.500L18 5", "#99aab5", 1.5)],
  camera: [box(1, 5, 18, 12.5, "#66757f"), box(6.5, 2.5, 7, 4, "#66757f", 1), dot(10, 11, 4.5, "#31373d"), dot(10, 11, 3, "#55acee"), dot(16.3, 7.5, 0.9, "#ffcc4d")],
  camera_with_flash: [box(1, 5, 18, 12.5, "#66757f"), box(6.5, 2.5, 7, 4, "#66757f", 1), dot(10, 11, 4.5, "#31373d"), dot(10, 11, 3, "#55acee"), shape("M16.5 0l.8 2.700L20 3.500l-2.7.8-.8 2.7-.8-2.700L13 3.500l2.7-.8z", "#ffac33")],
  frame_with_picture: [box(1, 2, 18, 16, "#c1694f"), box(3, 4, 14, 12, "#bdddf4", 0), shape("M3 16l5-7 4 5 2-2 3 4z", "#78b159"), dot(14, 7, 1.5, "#ffcc4d")],
  clipboard: [box(3, 2.5, 14, 16.5, "#c1694f"), box(5, 5, 10, 12, "#fff", 0), box(7, 1, 6, 3.5, "#8899a6", 1), line("M7 8h6M7 10.800h6M7 13.600h4", "#99aab5", 1.2)],
  page_facing_up: paper(line("M6.5 8h7M6.5 11h7M6.5 14h5", "#99aab5", 1.2)),
  memo: paper(line("M6.5 8h6M6.5 11h4", "#99aab5", 1.2), line("M9.5 14.500l7-7", "#ffac33", 2.6)),
  bar_chart: [box(1, 1, 18, 18, "#f5f8fa"), box(4, 9, 3, 8, "#5c913b", 0), box(8.5, 4, 3, 13, "#3b94d9", 0), box(13, 7, 3, 10, "#dd2e44", 0)],
  wastebasket: [shape("M3.5 5h13l-1.3 14H4.800z", "#aab8c2"), box(2.5, 3, 15, 2.5, "#8899a6", 1), line("M7 8l.5 8M10 8v8M13 8l-.5 8", "#66757f", 1.2)],
  speech_balloon: [shape("M10 2.500c5 0 9 2.9 9 6.800s-4 6.8-9 6.800c-.9 0-1.8-.1-2.6-.3L3 18.500l1-4C2.2 13.2 1 11.4 1 9.300c0-3.9 4-6.8 9-6.800z", "#bdddf4"), dot(6, 9.5, 1.2, "#2a6797"), dot(10, 9.5, 1.2, "#2a6797"), dot(14, 9.5, 1.2, "#2a6797")],
  arrow_right: tile("#3b88c3", "M4.5 10h10M10.5 5.500L15 10l-4.5 4.5"), arrow_left: tile("#3b88c3", "M15.5 10h-10M9.5 5.500L5 10l4.5 4.5"),
  arrow_up: tile("#3b88c3", "M10 15.500v-10M5.5 9.500L10 5l4.5 4.5"), arrow_down: tile("#3b88c3", "M10 4.500v10M5.5 10.500L10 15l4.5-4.5"),
  arrow_forward: tile("#3b88c3", "M7.5 5.500l6.5 4.5-6.5 4.500z"), double_vertical_bar: tile("#3b88c3", "M7 5.500v9M13 5.500v9"), black_square_for_stop: [box(1, 1, 18, 18, "#3b88c3", 3.5), box(6, 6, 8, 8, "#fff", 1)],
  arrows_counterclockwise: tile("#3b88c3", "M5 9a5.2 5.2 0 0 1 9.5-2M15 11a5.2 5.2 0 0 1-9.5 2M14.8 4v3h-3M5.2 16v-3h3"), repeat: tile("#3b88c3", "M4.5 9V8a2 2 0 0 1 2-2h8M15.5 11v1a2 2 0 0 1-2 2h-8M12.5 3.800L14.7 6l-2.2 2.200M7.5 16.200L5.3 14l2.2-2.2"),
  leftwards_arrow_with_hook: tile("#3b88c3", "M5 7.500h7a3.5 3.5 0 0 1 0 7H9M8 4.500l-3 3 3 3"),
  eyes: [["ellipse", { cx: 5.4, cy: 10, rx: 4.6, ry: 7, fill: "#f5f8fa", stroke: "#8899a6" }], ["ellipse", { cx: 14.6, cy: 10, rx: 4.6, ry: 7, fill: "#f5f8fa", stroke: "#8899a6" }], ["ellipse", { cx: 4, cy: 10.5, rx: 2, ry: 3.2, fill: "#292f33" }], ["ellipse", { cx: 13.2, cy: 10.5, rx: 2, ry: 3.2, fill: "#292f33" }]],
  "+1": [shape("M2 9h3.500v9H2zM7 9l3-7.500c1.8 0 2.6 1.5 2.2 3.300L11.5 8h5c1.5 0 2 1.2 1.6 2.400l-2 6c-.4 1.1-1 1.6-2 1.600H7z", "#ffcc4d")],
  "-1": [shape("M2 11h3.500V2H2zM7 11l3 7.500c1.8 0 2.6-1.5 2.2-3.300L11.5 12h5c1.5 0 2-1.2 1.6-2.400l-2-6c-.4-1.1-1-1.6-2-1.600H7z", "#ffcc4d")],
  bust_in_silhouette: [dot(10, 6.5, 4.5, "#269"), shape("M1.5 19c0-5 3.5-7 8.5-7s8.5 2 8.5 7z", "#269")],
  robot_face: [box(2, 5, 16, 13, "#ccd6dd", 3), line("M10 1.500V5", "#66757f", 1.6), dot(10, 1.8, 1.5, "#dd2e44"), dot(6.8, 10, 2, "#226699"), dot(13.2, 10, 2, "#226699"), box(6, 13.8, 8, 2, "#66757f", 1)],
  slightly_smiling_face: face(...eyesOpen, line("M6 12.500c2 2.6 6 2.6 8 0", "#664500", 1.4)),
  smile: face(line("M5.5 8c.6-1.2 2.2-1.2 2.8 0M11.7 8c.6-1.2 2.2-1.2 2.8 0", "#664500", 1.2), shape("M5 11h10c0 3.5-2.2 5.3-5 5.300S5 14.5 5 11z", "#664500")),
  thinking_face: face(...eyesOpen, line("M6.5 13.500c2-1 4-1 5.5-.2M5.5 5l3-.8", "#664500", 1.3)),
  tada: [shape("M1.5 18.500L6 7l7 7z", "#ffac33"), line("M11 8c2-1 2-3 1-5M13.5 10.500c1.5-1.5 3-1 4.5-1.5", "#dd2e44", 1.6), dot(16, 4, 1.2, "#55acee"), dot(8, 3, 1.2, "#77b255"), dot(17, 14, 1.2, "#aa8ed6"), line("M12 12l3-4", "#55acee", 1.5)],
  sparkles: [shape("M8 3l1.8 5.200L15 10l-5.2 1.800L8 17l-1.8-5.200L1 10l5.2-1.800z", "#ffac33"), shape("M16 1l.9 2.6 2.6.9-2.6.9L16 8l-.9-2.6-2.6-.9 2.6-.9zM16 13l.7 2 2 .7-2 .7-.7 2-.7-2-2-.7 2-.7z", "#ffac33")],
  rocket: [shape("M18.5 1.500c-5 0-8.5 2-11 6.500l4.5 4.500c4.5-2.5 6.5-6 6.5-11z", "#a0041e"), shape("M18.5 1.500c-5 0-8 2.5-10.5 7l3 3c4.5-2.5 7.5-5 7.5-10z", "#ccd6dd"), dot(13.5, 6.5, 1.8, "#55acee"), shape("M4.5 12c-2 1.5-2.5 4-3 6.5 2.5-.5 5-1 6.5-3z", "#f4900c")],
  heart: [shape("M10 18C4 13.5 1 10.5 1 7a4.6 4.6 0 0 1 9-1.500A4.6 4.6 0 0 1 19 7c0 3.5-3 6.5-9 11z", "#dd2e44")],
  star: [shape("M10 1l2.7 6 6.3.6-4.8 4.3 1.5 6.400L10 15l-5.7 3.3 1.5-6.400L1 7.6 7.3 7z", "#ffac33")],
  globe_with_meridians: [dot(10, 10, 9, "#3b88c3"), line("M1.5 10h17M10 1.500v17M10 1.500c-6 5-6 12 0 17M10 1.500c6 5 6 12 0 17M3 5.500h14M3 14.500h14", "#bdddf4", 1)],
  triangular_flag_on_post: [line("M4.5 1.500v17", "#66757f", 2), shape("M5.5 2l11 4.5-11 4.500z", "#dd2e44")],
};
