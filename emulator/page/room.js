/** One conversation in a panel: the private chat with the bot, a group, a channel, or a topic of a forum. */

import { MessageView } from "./message.js";

// The rows of an album's pictures by their number, as clients lay them out.
const ROWS = [[], [1], [2], [1, 2], [1, 3], [2, 3], [3, 3], [1, 3, 3], [2, 3, 3], [3, 3, 3], [2, 2, 3, 3]];

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
    this.views.delete(id);
    if (album && !album.querySelector(".message")) album.remove();
    else if (album) this.arrange(album);
  }

  put(message) {
    const view = this.views.get(message.message_id);
    if (view) {
      view.update(message);
      if (view.box !== view.element) this.arrange(view.box);
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
    this.arrange(album);
  }

  /** Lays the pictures of an album out in rows; files stand below each other. One mark tells that it was edited. */
  arrange(album) {
    const items = [...album.querySelectorAll(".message")];
    const isFiles = items.some(({ dataset }) => ["document", "audio"].includes(dataset.kind));
    album.classList.toggle("files", isFiles);
    const widths = ROWS[Math.min(items.length, ROWS.length - 1)].flatMap((count) => Array(count).fill(6 / count));
    items.forEach((item, index) => {
      item.dataset.span = isFiles ? 6 : widths[index] ?? 6;
    });
    album.classList.toggle("is-edited", items.some((item) => !item.querySelector(".edited").hidden));
  }

  showDays() {
    let previous = null;
    for (const view of this.views.values()) {
      view.showDay(previous);
      previous = view;
    }
  }
}
