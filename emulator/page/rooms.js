/** The rooms of a panel, and two rows of buttons that switch between them: the chats, and the topics of a forum. */

import { Room } from "./room.js";
import { word } from "./i18n.js";

export class Rooms {
  /** `onSwitch()` is called when another room is shown. */
  constructor(panel, nav, scroller, onSwitch) {
    this.panel = panel;
    this.nav = nav;
    this.scroller = scroller;
    this.onSwitch = onSwitch;
    this.person = null;
    this.rooms = new Map();
    this.keepRooms([{}]);
    this.current = this.roomAt({});
    this.current.list.hidden = false;
  }

  /** What the current chat allows: who may write, the commands, the reply keyboard. */
  get state() {
    const chat = this.person.chats.find(({ id }) => id === this.current.where.chat);
    if (!chat) return { ...this.person, type: "private", may_write: true };
    return { ...this.person, ...chat, interface: null, started: true, blocked: false };
  }

  /**
   * Applies a new state of the person; returns the changed and the new messages of the room that is shown. With
   * `isFirst` it is the whole state: nothing in it is unread.
   */
  update(person, isFirst) {
    this.person = person;
    if (isFirst) this.clear();
    this.keepRooms([{}, ...person.chats.flatMap(placesIn)]);
    const changed = new Map();
    this.fill(changed, undefined, person);
    for (const chat of person.chats) this.fill(changed, chat.id, chat);
    const added = new Map([...changed].map(([room, messages]) => [room, room.update(messages)]));
    for (const [room, messages] of added) {
      if (!isFirst && room !== this.current && messages.some(({ own }) => !own)) room.isUnread = true;
    }
    this.showNav();
    return { changed: changed.get(this.current) ?? [], added: added.get(this.current) ?? [] };
  }

  get hasUnread() {
    return [...this.rooms.values()].some(({ isUnread }) => isUnread);
  }

  clear() {
    for (const room of this.rooms.values()) {
      room.clear();
      room.isUnread = false;
    }
  }

  show(where) {
    const room = this.roomAt(where);
    if (room === this.current) return;
    this.current.list.hidden = true;
    this.current = room;
    room.list.hidden = false;
    room.isUnread = false;
    this.showNav();
    this.onSwitch();
  }

  /** Takes the deleted messages of a chat away, and sorts the changed ones into its rooms. */
  fill(changed, chat, { messages, deleted }) {
    for (const room of this.rooms.values()) {
      if (room.where.chat === chat) deleted.forEach((id) => room.remove(id));
    }
    for (const message of messages) {
      const topic = message.is_topic_message ? message.message_thread_id : undefined;
      const room = this.roomAt({ chat, topic }) ?? this.roomAt({ chat });
      changed.set(room, [...(changed.get(room) ?? []), message]);
    }
  }

  has(where) {
    return this.rooms.has(keyOf(where));
  }

  roomAt(where) {
    return this.rooms.get(keyOf(where));
  }

  /** Makes the rooms of these places, and removes all others. */
  keepRooms(places) {
    const keys = new Set(places.map(keyOf));
    for (const [key, room] of this.rooms) {
      if (keys.has(key)) continue;
      if (room === this.current) this.show({});
      room.list.remove();
      this.rooms.delete(key);
    }
    for (const where of places) {
      if (this.roomAt(where)) continue;
      const room = new Room(this.panel, where);
      this.rooms.set(keyOf(where), room);
      this.scroller.append(room.list);
    }
  }

  showNav() {
    const { chats } = this.person;
    const current = this.current.where;
    const forum = chats.find(({ id, is_forum: isForum }) => isForum && id === current.chat);
    this.nav.hidden = chats.length === 0;
    this.fillRow(".chats", [
      this.button(word("private_chat"), {}, current.chat === undefined),
      ...chats.map(({ id, title }) => this.button(title, { chat: id }, id === current.chat)),
    ]);
    this.fillRow(".topics", forum ? placesIn(forum).map((where) => this.topicButton(forum, where, current)) : []);
  }

  /** Replaces the buttons of a row. If one of them had the focus, the one at the same position gets it. */
  fillRow(selector, buttons) {
    const row = this.nav.querySelector(selector);
    const focused = [...row.children].indexOf(document.activeElement);
    row.hidden = buttons.length === 0;
    row.replaceChildren(...buttons);
    if (focused >= 0) buttons[focused]?.focus();
  }

  topicButton(forum, where, current) {
    const topic = forum.topics.find(({ thread }) => thread === where.topic);
    return this.button(topic?.name ?? word("general"), where, where.topic === current.topic, true);
  }

  button(text, where, isChosen, isTopic = false) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-pressed", String(isChosen));
    button.classList.toggle("unread", this.isUnread(where, isTopic));
    button.addEventListener("click", () => this.show(where));
    return button;
  }

  isUnread(where, isTopic) {
    if (isTopic) return this.roomAt(where).isUnread;
    return [...this.rooms.values()].some((room) => room.where.chat === where.chat && room.isUnread);
  }
}

function keyOf({ chat, topic }) {
  return `${chat ?? ""}/${topic ?? ""}`;
}

/** The places in a chat: the chat, which in a forum is its General topic, and the topics. */
function placesIn({ id, topics }) {
  return [{ chat: id }, ...topics.map(({ thread }) => ({ chat: id, topic: thread }))];
}
