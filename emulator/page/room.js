/** One conversation in a panel: the private chat with the bot, a group, a channel, or a topic of a forum. */

import { MessageView } from "./message.js";

const template = document.getElementById("room-template");

export class Room {
  /** `where` is the place of a person's actions: `{}` for the private chat, else `{ chat }` or `{ chat, topic }`. */
  constructor(panel, where) {
    this.panel = panel;
    this.where = where;
    this.views = new Map();
    this.isUnread = false;
    this.list = template.content.firstElementChild.cloneNode(true);
  }

  /** Shows new and changed messages; returns the new ones. */
  update(messages) {
    const added = messages.filter((message) => this.put(message));
    this.showDays();
    return added;
  }

  newest(isWanted) {
    return [...this.views.values()].map((view) => view.data).reverse().find(isWanted);
  }

  clear() {
    for (const id of [...this.views.keys()]) this.remove(id);
  }

  remove(id) {
    const view = this.views.get(id);
    if (!view) return;
    const album = view.element.closest(".album");
    view.day.remove();
    view.element.remove();
    if (album && !album.querySelector(".message")) album.remove();
    this.views.delete(id);
  }

  put(message) {
    const view = this.views.get(message.message_id);
    if (view) {
      view.update(message);
      return false;
    }
    const added = new MessageView(this.panel, message);
    this.views.set(message.message_id, added);
    if (message.media_group_id) this.putInAlbum(added);
    else this.list.append(added.element);
    return true;
  }

  /** Appends a message to its album; the album has one date, above it. */
  putInAlbum(view) {
    const { media_group_id: id, own } = view.data;
    let album = this.list.querySelector(`.album[data-id="${id}"]`);
    if (!album) {
      album = document.createElement("li");
      album.className = own ? "album own" : "album";
      album.dataset.id = id;
      album.append(view.day, document.createElement("ol"));
      this.list.append(album);
    }
    album.querySelector("ol").append(view.element);
  }

  showDays() {
    let previous = null;
    for (const view of this.views.values()) {
      view.showDay(previous);
      previous = view;
    }
  }
}
