// Files on their way to the server: the file_input element and the message box share this.

import { fileAddress, upload } from "./api.js";
import { el, freshId, icon, iconButton } from "./dom.js";
import { store } from "./store.js";

export const MAX_FILE_BYTES = 10 * 1024 * 1024; // Slack's file_input limit per file
const DEFAULT_MAX_FILES = 10; // Slack's default for max_files

const lists = new WeakMap(); // uploads array -> its UploadList

/** The fields of a file object that Slack puts into state.values. */
export const fileFacts = (file) => ({ ...file });

/** A list of uploads that draws itself. onChange runs at every step. */
export class UploadList {
  constructor({ kept = [], maxFiles = DEFAULT_MAX_FILES, types = null, maxBytes = MAX_FILE_BYTES, onChange }) {
    this.uploads = kept;
    this.maxFiles = maxFiles;
    this.types = types?.length ? types.map((type) => type.toLowerCase().replace(/^\./, "")) : null;
    this.maxBytes = maxBytes;
    this.onChange = onChange;
    this.node = el("div", { class: "upload-list", role: "list" });
    this.draw();
  }

  get uploading() {
    return this.uploads.some((item) => !item.file && !item.error);
  }

  add(files) {
    for (const file of files) {
      const item = { name: file.name, progress: 0, file: null, error: this.#refusal(file) };
      this.uploads.push(item);
      if (!item.error) this.#send(item, file);
    }
    this.#changed();
  }

  clear() {
    this.uploads.length = 0;
    this.#changed();
  }

  draw() {
    this.node.replaceChildren(...this.uploads.map((item) => this.#row(item)));
    this.node.hidden = this.uploads.length === 0;
  }

  #refusal(file) {
    const ending = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
    if (this.uploads.filter((item) => !item.error).length >= this.maxFiles)
      return `You can add at most ${this.maxFiles} ${this.maxFiles === 1 ? "file" : "files"}`;
    if (this.types && !this.types.includes(ending) && !(ending === "jpeg" && this.types.includes("jpg"))) {
      return `This file type is not allowed here (${this.types.join(", ")})`;
    }
    if (file.size > this.maxBytes) return `This file is larger than ${Math.floor(this.maxBytes / 1048576)} MB`;
    return null;
  }

  #send(item, file) {
    const sending = upload(store.user, file, (share) => {
      item.progress = share;
      this.#progress(item);
    });
    item.abort = sending.abort;
    sending.done
      .then(
        (stored) => {
          item.file = stored;
        },
        (error) => {
          item.error = error.message;
        },
      )
      .finally(() => this.#changed());
  }

  #progress(item) {
    const bar = item.node?.querySelector("progress");
    if (bar) bar.value = item.progress;
  }

  #changed() {
    this.draw();
    this.onChange?.(this);
  }

  #row(item) {
    const state = item.error ?? (item.file ? describe(item.file) : "Uploading…");
    const remove = iconButton("close", `Remove ${item.name}`, () => {
      item.abort?.();
      const at = this.uploads.indexOf(item);
      if (at >= 0) this.uploads.splice(at, 1);
      this.#changed();
    });
    item.node = el(
      "div",
      {
        class: item.error ? "upload failed" : "upload",
        role: "listitem",
        data: { testid: "upload", state: item.error ? "failed" : item.file ? "done" : "sending" },
      },
      thumbnail(item.file),
      el(
        "div",
        { class: "upload-words" },
        el("div", { class: "upload-name" }, item.name),
        el("div", { class: "upload-state", role: item.error ? "alert" : null }, state),
        item.file || item.error
          ? null
          : el("progress", { max: 1, value: item.progress, "aria-label": `Uploading ${item.name}` }),
      ),
      remove,
    );
    return item.node;
  }
}

/** The file_input element of a modal. The form keeps the uploads, running ones too, across view updates. */
export function fileInput(element, scope) {
  const kept = scope.form.register(scope.blockId, element, { uploads: [] }).uploads;
  const list =
    lists.get(kept) ??
    new UploadList({ kept, maxFiles: element.max_files ?? DEFAULT_MAX_FILES, types: element.filetypes });
  lists.set(kept, list);
  const zone = el(
    "div",
    { class: "file-zone", data: { testid: "file-input" } },
    list.node,
    dropArea(element, scope, list),
  );
  const show = () => {
    zone.dataset.uploading = String(list.uploading);
    zone.classList.toggle("full", list.uploads.filter((item) => !item.error).length >= list.maxFiles);
  };
  list.onChange = () => {
    show();
    scope.edited?.();
  };
  show();
  acceptFiles(zone, list);
  return zone;
}

function dropArea(element, scope, list) {
  const id = freshId("file");
  const picker = el("input", {
    type: "file",
    id,
    class: "file-picker",
    multiple: list.maxFiles > 1,
    accept: list.types?.map((type) => `.${type}`).join(","),
    "aria-label": scope.label,
    data: { "block-id": scope.blockId, "action-id": element.action_id },
  });
  picker.addEventListener("change", () => {
    list.add(picker.files);
    picker.value = "";
  });
  const words = list.maxFiles > 1 ? "Add files" : "Add file";
  const button = el("label", { for: id, class: "button file-button" }, icon("clip", 16), words);
  const hint = el("span", { class: "file-hint" }, "or drop, or paste a picture");
  return el("div", { class: "file-drop" }, picker, button, hint);
}

/** Lets files be dropped on, or pasted into, a node. */
export function acceptFiles(zone, list) {
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("dragging");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("dragging"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("dragging");
    list.add(event.dataTransfer.files);
  });
  zone.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    list.add(event.clipboardData.files);
  });
}

export const describe = (file) =>
  [file.pretty_type || String(file.filetype ?? "file").toUpperCase(), sizeWords(file.size)].filter(Boolean).join(" · ");

export function sizeWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

export const isPicture = (file) => /^image\/(png|jpe?g|gif|webp)$/.test(file?.mimetype ?? "");

function thumbnail(file) {
  if (!isPicture(file)) return el("span", { class: "upload-icon" }, icon("file"));
  return el("img", { class: "upload-thumb", src: fileAddress(store.user, file.id), alt: "" });
}
