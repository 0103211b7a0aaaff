// What the visitor wants to see, kept in the address so that it can be sent to somebody.

const NARROW_PX = 700; // below this one language at a time is what can be read

export const KINDS = [
  ["all", "Everything"],
  ["card", "Cards"],
  ["notice", "Notices"],
  ["modal", "Modals"],
  ["menu", "Menus"],
  ["home", "Home tabs"],
  ["screen", "Lists"],
  ["answer", "Answers"],
  ["refused", "Refused"],
];

export const wanted = { name: "", kind: "all", text: "example", languages: new Set() };

/** Reads the address; `all` are the languages there are. */
export function asked(all) {
  const query = new URLSearchParams(location.search);
  const named = (query.get("languages") ?? "").split(",").filter((language) => all.includes(language));
  const usual = window.innerWidth < NARROW_PX ? all.slice(0, 1) : all;
  wanted.languages = new Set(named.length ? named : usual);
  wanted.name = query.get("name") ?? "";
  wanted.text = query.get("text") === "hostile" ? "hostile" : "example";
  wanted.kind = KINDS.some(([kind]) => kind === query.get("kind")) ? query.get("kind") : "all";
}

export function remember() {
  const query = new URLSearchParams({ languages: [...wanted.languages].join(",") });
  if (wanted.name) query.set("name", wanted.name);
  if (wanted.kind !== "all") query.set("kind", wanted.kind);
  if (wanted.text !== "example") query.set("text", wanted.text);
  history.replaceState(null, "", `?${query}`);
}

export const matches = (exhibit) => isOfKind(exhibit, wanted.kind) && isNamed(exhibit);

export function isOfKind(exhibit, kind) {
  if (kind === "all") return true;
  if (kind === "refused") return [...exhibit.cells.values()].some((cell) => cell.drawing.problems.length);
  if (kind === "home") return exhibit.surface === "home";
  return exhibit.name.startsWith(`${kind}.`) && (kind !== "screen" || exhibit.surface !== "home");
}

const isNamed = (exhibit) =>
  wanted.name
    .toLowerCase()
    .split(/\s+/)
    .every((word) => exhibit.name.toLowerCase().includes(word));
