/** The input area of a panel. Its mode says what is sent: a message, a reply, an edit, photos or files. */

import { CommandList } from "./commands.js";
import { summary, textOf } from "./content.js";
import { InlineResultList } from "./inline_results.js";
import { readFiles } from "./chosen_files.js";
import { label, word } from "./i18n.js";

const MAX_INPUT_PX = 160;
const MAX_PHOTOS = 10;

export class Composer {
  constructor(panel, root) {
    this.panel = panel;
    this.root = root;
    this.input = root.querySelector("textarea");
    this.mode = null;
    this.forced = null;
    this.commands = new CommandList(root.querySelector(".commands"), this.input, (command) => this.command(command));
    this.inlineResults = new InlineResultList(root.querySelector(".inline-results"), this.input, panel, () => this.reset());
    label(this.input, word("message"));
    this.input.placeholder = word("message");
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.closeLists());
    root.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    root.querySelector(".menu").addEventListener("click", () => this.openMenu());
    root.querySelector(".photo").addEventListener("click", () => this.addPhoto());
    const chosen = root.querySelector(".chosen");
    root.querySelector(".attach").addEventListener("click", () => chosen.click());
    chosen.addEventListener("change", () => {
      this.attach([...chosen.files]);
      chosen.value = "";
    });
    this.input.addEventListener("paste", (event) => this.attach([...event.clipboardData.files]));
    root.querySelector(".cancel").addEventListener("click", () => this.reset());
    root.querySelector(".start-button").addEventListener("click", () => this.panel.open());
  }

  /** Applies the panel's state: commands, forced reply, reply keyboard, and the start or unblock button. */
  update(state, lastFromBot) {
    this.commands.commands = state.commands;
    this.showStartButton(state);
    this.showReplyKeyboard(state.interface?.keyboard ?? []);
    this.input.placeholder = state.interface?.input_field_placeholder ?? word("message");
    const forced = state.interface?.force_reply ? lastFromBot?.message_id ?? null : null;
    if (forced !== this.forced) {
      this.forced = forced;
      if (forced !== null) this.reply(lastFromBot, this.panel.isInUse);
      else if (this.mode?.kind === "reply") this.reset(false);
    }
  }

  reply(message, takeFocus = true) {
    this.setMode({ kind: "reply", message }, takeFocus);
  }

  edit(message) {
    this.setMode({ kind: "edit", message });
    this.write(textOf(message));
  }

  /** Adds a photo to what is sent; several are an album. */
  addPhoto() {
    const present = this.mode?.kind === "photo" ? this.mode.count : 0;
    this.setMode({ kind: "photo", count: Math.min(present + 1, MAX_PHOTOS) });
  }

  /** Adds files to what is sent; those that go together are an album. */
  attach(files) {
    if (files.length === 0) return;
    const present = this.mode?.kind === "files" ? this.mode.files : [];
    this.setMode({ kind: "files", files: [...present, ...files] });
  }

  /** Puts a text in the input line and focuses it. */
  write(text) {
    this.input.value = text;
    this.fit();
    this.input.focus();
  }

  /** Puts the bot's name and an inline query in the input line, for a button under a message. */
  query(query) {
    this.write(`@${this.panel.actions.username} ${query}`);
    this.typed();
  }

  async send() {
    const text = this.input.value.trim();
    const mode = this.mode;
    if (text === "" && !["photo", "files"].includes(mode?.kind)) return;
    this.closeLists();
    const sent = await this.panel.act(...(await this.request(mode, text)));
    if (sent) this.reset();
  }

  async request(mode, text) {
    switch (mode?.kind) {
      case "edit":
        return ["edit", { message_id: mode.message.message_id, text }];
      case "photo":
        return ["photo", { caption: text, count: mode.count }];
      case "files":
        return ["files", { caption: text, files: await readFiles(mode.files) }];
      case "reply":
        return ["say", { text, reply_to: mode.message.message_id }];
      default:
        return ["say", { text }];
    }
  }

  command(command) {
    this.commands.close();
    this.input.value = "";
    this.fit();
    this.panel.act("say", { text: `/${command}` });
  }

  openMenu() {
    this.input.focus();
    this.commands.toggle();
  }

  typed() {
    this.fit();
    const start = /^\/(\w*)$/.exec(this.input.value);
    const [, bot, words] = /^@(\w+)\s(.*)$/s.exec(this.input.value) ?? [];
    if (start) this.commands.open(start[1]);
    else this.commands.close();
    if (bot?.toLowerCase() === this.panel.actions.username.toLowerCase()) this.inlineResults.ask(words);
    else this.inlineResults.close();
  }

  closeLists() {
    this.commands.close();
    this.inlineResults.close();
  }

  key(event) {
    if (event.isComposing) return;
    const isPlainEnter = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey;
    const list = [this.commands, this.inlineResults].find(({ isOpen }) => isOpen);
    if (list && this.keyInList(list, event, isPlainEnter)) {
      event.preventDefault();
    } else if (isPlainEnter && !matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.mode !== null) {
      this.reset();
    } else if (event.key === "ArrowUp" && this.input.value === "" && this.mode === null) {
      const own = this.panel.lastOwn();
      if (own) this.edit(own);
    }
  }

  /** Handles a key for the open list; returns whether the list used it. */
  keyInList(list, event, isPlainEnter) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") list.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape") list.close();
    else if (isPlainEnter && list.marked) list.pick();
    else if (event.key === "Tab" && list.marked?.dataset.command) this.write(`/${list.marked.dataset.command} `);
    else return false;
    return true;
  }

  setMode(mode, takeFocus = true) {
    this.mode = mode;
    const bar = this.root.querySelector(".mode");
    bar.hidden = mode === null;
    if (mode !== null) {
      const count = mode.count ?? mode.files?.length ?? 1;
      const name = mode.kind === "photo" && count > 1 ? "album" : mode.kind;
      bar.querySelector("b").textContent = count > 1 ? `${word(`${name}_mode`)}: ${count}` : word(`${name}_mode`);
      bar.querySelector("span").textContent = mode.message ? summary(mode.message) : hintOf(mode);
    }
    if (takeFocus) this.input.focus();
    this.panel.settle();
  }

  reset(clears = true) {
    if (clears) {
      this.input.value = "";
      this.closeLists();
    }
    this.setMode(null, clears);
    this.fit();
  }

  /** Fits the height of the input line to its text, up to MAX_INPUT_PX; one that is not shown has no height. */
  fit() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight > 0) this.input.style.height = `${Math.min(this.input.scrollHeight, MAX_INPUT_PX)}px`;
  }

  showStartButton({ started, blocked, may_write: mayWrite }) {
    const button = this.root.querySelector(".start-button");
    button.hidden = started && !blocked;
    button.textContent = word(blocked ? "unblock" : "start");
    this.root.querySelector("form").hidden = !button.hidden || !mayWrite;
    this.root.querySelector(".read-only").hidden = mayWrite;
    if (this.root.querySelector("form").hidden) this.root.querySelector(".mode").hidden = true;
  }

  showReplyKeyboard(rows) {
    const keyboard = this.root.querySelector(".reply-keyboard");
    const shape = JSON.stringify(rows);
    if (keyboard.dataset.shape === shape) return;
    keyboard.dataset.shape = shape;
    keyboard.hidden = rows.length === 0;
    keyboard.replaceChildren(
      ...rows.map((row) => {
        const line = document.createElement("div");
        line.className = "row";
        line.append(...row.map((button) => this.replyKey(button)));
        return line;
      }),
    );
  }

  replyKey(button) {
    return this.keyWith(button.text, () => this.pressReplyKey(button));
  }

  /** What a key of the reply keyboard sends: its text, the own contact, or the people who are then chosen. */
  pressReplyKey({ text, request_contact: asksContact, request_users: asksUsers }) {
    if (asksContact) this.panel.act("contact", {});
    else if (asksUsers) this.choosePerson();
    else this.panel.act("say", { text });
  }

  /** Shows the people of the page in the place of the reply keyboard, until one is chosen. */
  choosePerson() {
    const keyboard = this.root.querySelector(".reply-keyboard");
    const { shape } = keyboard.dataset;
    const restore = () => {
      keyboard.dataset.shape = "";
      this.showReplyKeyboard(JSON.parse(shape));
    };
    const people = this.panel.people.map(({ id, name }) =>
      this.keyWith(name, async () => {
        await this.panel.act("users", { users: [id] });
        restore();
      }),
    );
    keyboard.replaceChildren(...[...people, this.keyWith(word("cancel"), restore)].map(inRow));
  }

  keyWith(text, onClick) {
    const key = document.createElement("button");
    key.type = "button";
    key.className = "key";
    key.textContent = text;
    key.addEventListener("click", onClick);
    return key;
  }
}

function inRow(key) {
  const row = document.createElement("div");
  row.className = "row";
  row.append(key);
  return row;
}

function hintOf({ files = [] }) {
  return files.map(({ name }) => name).join(", ") || word("photo_hint");
}
