/** One person's screen: a head with the name, the chat with the bot, and the input line. */

import { Composer } from "./composer.js";
import { MessageView } from "./message.js";
import { act } from "./server.js";
import { language, translate, word } from "./words.js";

const NEAR_BOTTOM_PX = 80;
const MARGIN_PX = 12;
const TOAST_MS = 4000;

const template = document.getElementById("panel-template");

export class Panel {
  /** `onNews()` is called when the bot has written something. */
  constructor(id, bot, onNews) {
    this.id = id;
    this.onNews = onNews;
    this.views = new Map();
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.id = `panel-${id}`;
    translate(this.element);
    this.scroller = this.find(".scroll");
    this.actions = {
      username: bot.username,
      command: (text) => this.act("say", { text }),
      start: (parameter) => this.act("start", { parameter }),
    };
    this.composer = new Composer(this, this.find(".bottom"));
    this.isAtBottom = true;
    this.unread = null;
    this.scroller.addEventListener("scroll", () => this.scrolled());
    this.find(".chip").addEventListener("click", () => this.toBottom("smooth"));
    new ResizeObserver(() => this.settle()).observe(this.scroller);
    this.setUpMenu();
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Whether the person at the page is at work in this panel. */
  get isInUse() {
    return this.element.contains(document.activeElement);
  }

  /** Takes up a new state. `isFirst` tells that it is the whole and whatever was shown before is to go. */
  update(state, about, isFirst) {
    if (isFirst) this.clear();
    this.state = state;
    this.showHead(state);
    this.showAbout(about[language] || about[""]);
    for (const id of state.deleted) this.remove(id);
    const added = state.messages.filter((message) => this.put(message));
    this.showDays();
    this.composer.update(state, this.lastFromBot());
    if (isFirst) this.toBottom();
    else this.follow(state.messages, added);
  }

  /** Does something in this person's name; says so in the panel if it cannot be done. Returns whether it was done. */
  async act(verb, body) {
    try {
      await act(this.id, verb, body);
      return true;
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  /** Asks in this person's name and returns the answer, or null where there is none. */
  async ask(verb, body) {
    try {
      return await act(this.id, verb, body);
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  /** Opens the gate: begins the chat, or lets the bot write again. */
  open() {
    this.act(this.state.blocked ? "unblock" : "start", {});
  }

  async press(messageId, data) {
    try {
      const answer = await act(this.id, "press", { message_id: messageId, data });
      this.showAnswer(answer);
    } catch (error) {
      this.toast(error.message);
    }
  }

  showAnswer(answer) {
    if (answer === null) this.toast(word("no_answer"));
    else if (answer.url) this.followLink(answer.url);
    else if (answer.text && answer.show_alert) this.alert(answer.text);
    else if (answer.text) this.toast(answer.text);
  }

  followLink(url) {
    const start = new URL(url).searchParams.get("start");
    if (start !== null) this.actions.start(start);
  }

  alert(text) {
    const dialog = document.getElementById("alert");
    dialog.querySelector("p").textContent = text;
    dialog.showModal();
  }

  toast(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    toast.classList.add("shown");
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => toast.classList.remove("shown"), TOAST_MS);
  }

  lastOwn() {
    return this.newest((message) => message.own && message.text !== undefined && !message.via_bot);
  }

  lastFromBot() {
    return this.newest((message) => !message.own);
  }

  newest(isWanted) {
    return [...this.views.values()].map((view) => view.data).reverse().find(isWanted);
  }

  /** Scrolls to an answered message and lets it glow. */
  showMessage(id) {
    const view = this.views.get(id);
    if (!view) return;
    view.element.scrollIntoView({ block: "center", behavior: "smooth" });
    view.glow();
  }

  showTools(element) {
    for (const other of this.element.querySelectorAll(".shows-tools")) other.classList.remove("shows-tools");
    element.classList.add("shows-tools");
  }

  put(message) {
    const view = this.views.get(message.message_id);
    if (view) {
      view.update(message);
      return false;
    }
    const added = new MessageView(this, message);
    this.views.set(message.message_id, added);
    this.find(".messages").append(added.element);
    return true;
  }

  remove(id) {
    this.views.get(id)?.element.remove();
    this.views.delete(id);
  }

  clear() {
    for (const id of [...this.views.keys()]) this.remove(id);
  }

  showDays() {
    let previous = null;
    for (const view of this.views.values()) {
      view.showDay(previous);
      previous = view;
    }
  }

  showHead({ id, name, role, language: code, blocked }) {
    this.find(".name").textContent = name;
    this.find(".role").textContent = role;
    this.find(".avatar").textContent = [...name][0] ?? "";
    this.find(".avatar").dataset.tint = id % 4;
    this.find(".block").textContent = word(blocked ? "unblock" : "block");
    for (const radio of this.element.querySelectorAll("[type=radio]")) {
      radio.name = `language-${id}`;
      radio.checked = code === radio.value;
    }
  }

  showAbout(text) {
    const about = this.find(".about");
    about.hidden = this.state.started || !text;
    about.querySelector("p").textContent = text;
  }

  setUpMenu() {
    const [button, menu] = [this.find(".more"), this.find(".person-menu")];
    const show = (isOpen) => {
      menu.hidden = !isOpen;
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.addEventListener("click", () => show(menu.hidden));
    document.addEventListener("pointerdown", (event) => {
      if (!menu.contains(event.target) && !button.contains(event.target)) show(false);
    });
    this.find(".head").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || menu.hidden) return;
      show(false);
      button.focus();
    });
    for (const radio of menu.querySelectorAll("[type=radio]")) {
      radio.addEventListener("change", () => this.act("speak", { language: radio.value }));
    }
    this.find(".block").addEventListener("click", () => {
      show(false);
      this.act(this.state.blocked ? "unblock" : "block", {});
    });
  }

  /** After a change: stays at the bottom, but never past the first line of what is new; otherwise tells of it. */
  follow(changed, added) {
    if (changed.length === 0) return;
    if (added.some((message) => !message.own)) this.onNews();
    const isOwn = added.some((message) => message.own);
    const first = isOwn ? null : this.views.get(changed[0].message_id);
    if (!this.isVisible) this.unread ??= first;
    else if (this.isAtBottom || isOwn) this.toTopOf(first);
    else if (added.length > 0) this.find(".chip").hidden = false;
  }

  /** The panel came to the front of others: it begins with what came meanwhile. */
  appear() {
    if (this.isAtBottom) this.toTopOf(this.unread);
    this.unread = null;
  }

  get isVisible() {
    return this.element.offsetParent !== null;
  }

  toTopOf(view) {
    const top = view ? view.element.offsetTop - MARGIN_PX : Infinity;
    this.scroller.scrollTo({ top: Math.min(top, this.scroller.scrollHeight - this.scroller.clientHeight) });
    this.isAtBottom = true;
    this.find(".chip").hidden = true;
  }

  toBottom(behavior = "auto") {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.isAtBottom = true;
    this.find(".chip").hidden = true;
  }

  /** The room or the content changed its height. */
  settle() {
    if (this.isAtBottom && this.distance() < NEAR_BOTTOM_PX * 3) this.toBottom();
  }

  distance() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
  }

  scrolled() {
    this.isAtBottom = this.distance() < NEAR_BOTTOM_PX;
    if (this.isAtBottom) this.find(".chip").hidden = true;
  }
}
