/** The panel of one person: a header with the name, the rooms with their messages, and the input area. */

import { Composer } from "./composer.js";
import { Rooms } from "./rooms.js";
import { act } from "./api_client.js";
import { language, translate, word } from "./i18n.js";

const NEAR_BOTTOM_PX = 80;
const MARGIN_PX = 12;
const TOAST_MS = 4000;

const template = document.getElementById("panel-template");

export class Panel {
  /** `onNews()` is called when the bot has sent a message. `people` are all of the page. */
  constructor(id, bot, onNews) {
    this.id = id;
    this.onNews = onNews;
    this.people = [];
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.id = `panel-${id}`;
    translate(this.element);
    this.scroller = this.find(".scroll");
    this.actions = {
      username: bot.username,
      command: (text) => this.act("say", { text }),
      start: (parameter) => this.start(parameter),
    };
    this.rooms = new Rooms(this, this.find(".rooms"), this.scroller, () => this.enter());
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

  /** The place of this person's actions, and the messages there. */
  get where() {
    return this.rooms.current.where;
  }

  get views() {
    return this.rooms.current.views;
  }

  /** Whether the focus is in this panel. */
  get isInUse() {
    return this.element.contains(document.activeElement);
  }

  /** Applies a new state. With `isFirst` it is the whole state, and the present messages are removed. */
  update(state, about, isFirst) {
    this.state = state;
    this.about = about[language] || about[""];
    this.showHead(state);
    const { changed, added } = this.rooms.update(state, isFirst);
    this.showRoom();
    if (isFirst) this.toBottom();
    else this.follow(changed, added);
  }

  /** Shows the room that was chosen, from its end. */
  enter() {
    this.composer.reset();
    this.showRoom();
    this.toBottom();
  }

  showRoom() {
    this.showAbout();
    this.composer.update(this.rooms.state, this.lastFromBot());
  }

  /** Performs an action of this person; shows an error in the panel. Returns whether it succeeded. */
  async act(verb, body) {
    try {
      await act(this.id, verb, { ...this.where, ...body });
      return true;
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  /** Performs an action of this person and returns its result; shows an error in the panel and returns null. */
  async ask(verb, body) {
    try {
      return await act(this.id, verb, { ...this.where, ...body });
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  /** Follows a deep link, which leads to the private chat. */
  start(parameter) {
    this.rooms.show({});
    this.act("start", { parameter });
  }

  async forward(messageId) {
    if (await this.act("forward", { message_id: messageId })) this.toast(word("forwarded"));
  }

  /** Goes to the copy of a channel post in its discussion group, to comment on it. */
  comment({ chat, message_id: id }) {
    this.rooms.show({ chat });
    this.showMessage(id);
    const copy = this.views.get(id);
    if (copy && this.rooms.state.may_write) this.composer.reply(copy.data);
  }

  /** Starts the chat, or unblocks the bot. */
  open() {
    this.act(this.state.blocked ? "unblock" : "start", {});
  }

  async press(messageId, data) {
    try {
      const answer = await act(this.id, "press", { ...this.where, message_id: messageId, data });
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
    return this.rooms.current.newest((message) => message.editable && message.text !== undefined);
  }

  lastFromBot() {
    return this.rooms.current.newest((message) => !message.own);
  }

  /** Scrolls to a message and highlights it. */
  showMessage(id) {
    const view = this.views.get(id);
    if (!view) return;
    view.box.scrollIntoView({ block: "center", behavior: "smooth" });
    view.glow();
  }

  showTools(element) {
    for (const other of this.element.querySelectorAll(".shows-tools")) other.classList.remove("shows-tools");
    element.classList.add("shows-tools");
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

  showAbout() {
    const about = this.find(".about");
    about.hidden = this.rooms.state.started || !this.about;
    about.querySelector("p").textContent = this.about;
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

  /** After a change: scrolls to the first new message if the view is at the bottom, else shows a notice. */
  follow(changed, added) {
    if (this.rooms.hasUnread) this.onNews();
    if (changed.length === 0) return;
    if (added.some((message) => !message.own)) this.onNews();
    const isOwn = added.some((message) => message.own);
    const first = isOwn ? null : this.views.get(changed[0].message_id);
    if (!this.isVisible) this.unread ??= first;
    else if (this.isAtBottom || isOwn) this.toTopOf(first);
    else if (added.length > 0) this.find(".chip").hidden = false;
  }

  /** Called when the panel becomes visible: scrolls to the first unread message. */
  appear() {
    if (this.isAtBottom) this.toTopOf(this.unread);
    this.unread = null;
  }

  get isVisible() {
    return this.element.offsetParent !== null;
  }

  toTopOf(view) {
    const top = view ? view.box.offsetTop - MARGIN_PX : Infinity;
    this.scroller.scrollTo({ top: Math.min(top, this.scroller.scrollHeight - this.scroller.clientHeight) });
    this.isAtBottom = true;
    this.find(".chip").hidden = true;
  }

  toBottom(behavior = "auto") {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.isAtBottom = true;
    this.find(".chip").hidden = true;
  }

  /** Called when the height of the view or of the content has changed. */
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
