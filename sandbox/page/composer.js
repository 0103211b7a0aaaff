// The box a person writes in: text, slash commands with suggestions, @people, #channels, files.

import { post } from "./api.js";
import { whileBusy } from "./busy.js";
import { el, iconButton } from "./dom.js";
import { runShortcut } from "./message_acts.js";
import { encode } from "./mrkdwn.js";
import { openMenu } from "./popup.js";
import { pickEmoji } from "./reactions.js";
import { sayAsSlackbot } from "./slackbot.js";
import { channelName, store } from "./store.js";
import { Suggestions } from "./suggestions.js";
import { acceptFiles, UploadList } from "./uploads.js";
import { toast } from "./toasts.js";

const MESSAGE_FILES = 10;
const MESSAGE_FILE_BYTES = 1024 * 1024 * 1024; // Slack takes up to 1 GB per file in a message
const COMMAND = /^\/([\w-]+)(?:\s+([\s\S]*))?$/;

const drafts = new Map(); // place -> half-written text

/** A composer for a channel, or for a thread when threadTs is given. */
export function composer({ channel, threadTs = null }) {
  const place = `${channel.id}:${threadTs ?? ""}`;
  const box = new Composer(channel, threadTs, place);
  return box.node;
}

class Composer {
  constructor(channel, threadTs, place) {
    Object.assign(this, { channel, threadTs, place });
    this.uploads = new UploadList({
      maxFiles: MESSAGE_FILES,
      maxBytes: MESSAGE_FILE_BYTES,
      onChange: () => this.weigh(),
    });
    this.area = this.textArea();
    this.hints = new Suggestions(this.area, { withCommands: !threadTs, onTake: () => this.typed() });
    this.sendButton = iconButton("send", "Send now", () => void this.send(), {
      class: "send",
      disabled: true,
      data: { testid: threadTs ? "thread-send" : "send" },
    });
    this.alsoToChannel = threadTs ? this.broadcastBox() : null;
    this.node = el(
      "div",
      { class: "composer", data: { testid: threadTs ? "thread-composer" : "composer" } },
      this.hints.node,
      el("div", { class: "composer-box" }, this.formatBar(), this.area, this.uploads.node, this.alsoToChannel, this.footBar()),
    );
    acceptFiles(this.node, this.uploads);
    queueMicrotask(() => {
      this.grow();
      this.weigh();
    });
  }

  textArea() {
    const { channel, threadTs } = this;
    const where = threadTs ? "Reply…" : `Message ${channel.is_im ? "" : "#"}${channelName(channel)}`;
    const area = el("textarea", {
      class: "composer-text",
      rows: 1,
      placeholder: where,
      "aria-label": threadTs ? "Reply in thread" : where,
      "aria-autocomplete": "list",
      data: { testid: threadTs ? "thread-composer-input" : "composer-input" },
      on: { input: () => this.typed(), keydown: (event) => this.pressed(event), blur: () => this.hints.hide() },
    });
    area.value = drafts.get(this.place) ?? "";
    return area;
  }

  /** "Also send to #channel", as under the thread's box in Slack. */
  broadcastBox() {
    this.broadcast = el("input", { type: "checkbox", data: { testid: "also-send" } });
    const where = this.channel.is_im ? "direct message" : `#${channelName(this.channel)}`;
    return el("label", { class: "also-send" }, this.broadcast, el("span", {}, `Also send to ${where}`));
  }

  formatBar() {
    const mark = (name, label, sign) => iconButton(name, label, () => this.wrap(sign));
    return el(
      "div",
      { class: "composer-bar composer-format", role: "toolbar", "aria-label": "Formatting" },
      mark("bold", "Bold", "*"),
      mark("italic", "Italic", "_"),
      mark("strike", "Strikethrough", "~"),
      el("span", { class: "bar-gap" }),
      mark("code", "Code", "`"),
    );
  }

  footBar() {
    const picker = this.filePicker();
    const plus = iconButton("plus", "Attach a file", () => picker.click(), { class: "icon-button round" });
    const smile = iconButton("smile", "Emoji", () => pickEmoji(smile, (name) => this.insert(`:${name}: `)));
    const at = iconButton("at", "Mention someone", () => this.insert("@"));
    const space = el("span", { class: "bar-space" });
    const bolt = this.threadTs ? null : this.shortcuts();
    return el("div", { class: "composer-bar" }, plus, picker, smile, at, bolt, space, this.sendButton);
  }

  filePicker() {
    const picker = el("input", {
      type: "file",
      multiple: true,
      class: "file-picker",
      "aria-label": "Attach files",
      data: { testid: this.threadTs ? "thread-composer-file" : "composer-file" },
    });
    picker.addEventListener("change", () => {
      this.uploads.add(picker.files);
      picker.value = "";
    });
    return picker;
  }

  shortcuts() {
    const known = (store.app?.shortcuts ?? []).filter((item) => item.type !== "message");
    const open = () => openMenu(bolt, shortcutItems(known, this), { above: true });
    const bolt = iconButton("bolt", "Shortcuts", open, { "aria-haspopup": "menu", data: { testid: "shortcuts" } });
    return bolt;
  }

  typed() {
    drafts.set(this.place, this.area.value);
    this.grow();
    this.weigh();
    this.hints.look();
  }

  pressed(event) {
    if (event.isComposing) return;
    if (this.hints.pressed(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void this.send();
    }
  }

  async send() {
    const text = this.area.value.trim();
    if (this.uploads.uploading || (!text && !this.uploads.uploads.length)) return;
    const command = COMMAND.exec(text);
    const sent =
      command && !this.threadTs && !this.uploads.uploads.length
        ? await this.sendCommand(command)
        : await this.sendMessage(text);
    if (!sent) return;
    drafts.delete(this.place);
    this.area.value = "";
    this.uploads.clear();
    this.hints.hide();
    this.grow();
    this.weigh();
    this.area.focus();
  }

  async sendCommand([, name, rest]) {
    const command = `/${name}`;
    if (!(store.app?.commands ?? []).some((item) => item.command === command)) {
      const words = `${command} is not a valid command. In Slack, text that starts with “/” is a command.`;
      sayAsSlackbot(this.channel.id, words);
      return false;
    }
    this.area.classList.add("waiting");
    const said = { user: store.user, channel: this.channel.id, command, text: encode(rest ?? "") };
    const tellFailure = (words) => sayAsSlackbot(this.channel.id, words);
    void whileBusy(`command|${command}`, () => post("/ui/command", said), tellFailure).finally(() =>
      this.area.classList.remove("waiting"),
    );
    return true;
  }

  async sendMessage(text) {
    const file_ids = this.uploads.uploads.filter((item) => item.file).map((item) => item.file.id);
    const body = { user: store.user, channel: this.channel.id, text: encode(text) };
    if (this.threadTs) body.thread_ts = this.threadTs;
    if (this.broadcast?.checked) body.broadcast = true;
    if (file_ids.length) body.file_ids = file_ids;
    try {
      await post("/ui/message", body);
      if (this.broadcast) this.broadcast.checked = false;
      return true;
    } catch (error) {
      toast("error", error.message);
      return false;
    }
  }

  insert(words) {
    this.area.focus();
    this.area.setRangeText(words, this.area.selectionStart, this.area.selectionEnd, "end");
    this.typed();
  }

  wrap(sign) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    this.area.focus();
    this.area.setRangeText(sign + value.slice(from, to) + sign, from, to, "end");
    if (from === to) this.area.setSelectionRange(from + 1, from + 1);
    this.typed();
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 240)}px`;
  }

  weigh() {
    const ready = this.area.value.trim() || this.uploads.uploads.some((item) => item.file);
    this.sendButton.disabled = !ready || this.uploads.uploading;
  }
}

function shortcutItems(shortcuts, box) {
  const commands = (store.app?.commands ?? []).map((item) => ({
    label: [item.command, el("span", { class: "menu-note" }, item.description ?? "")],
    run: () => {
      box.insert(`${item.command} `);
    },
  }));
  const acts = shortcuts.map((item) => ({
    label: [item.name, el("span", { class: "menu-app" }, store.app.name)],
    data: { "callback-id": item.callback_id },
    run: () => runShortcut(item),
  }));
  return [
    ...(acts.length ? [{ heading: "Shortcuts" }, ...acts] : []),
    ...(commands.length ? [{ heading: "Commands" }, ...commands] : []),
  ];
}
