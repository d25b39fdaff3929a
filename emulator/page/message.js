/** One message in a panel: its bubble, its inline keyboard, and the buttons to reply to it, edit or forward it. */

import { destination, link, render } from "./entities.js";
import { nameOf, serviceText, summary, textOf } from "./content.js";
import { kindOf, mediaOf, placeholder } from "./media.js";
import { previewOf } from "./preview.js";
import { richOf } from "./rich.js";
import { dayOf, timeOf, translate, word } from "./i18n.js";

const LONG_PRESS_MS = 450;
const template = document.getElementById("message-template");

export class MessageView {
  /** `panel` performs the actions: press, say, start, reply, edit, forward, showMessage, comment. */
  constructor(panel, data) {
    this.panel = panel;
    this.element = template.content.firstElementChild.cloneNode(true);
    translate(this.element);
    this.day = this.find(".day");
    this.find(".reply").addEventListener("click", () => panel.composer.reply(this.data));
    this.find(".reply").hidden = Boolean(data.receiver_user);
    this.find(".edit").addEventListener("click", () => panel.composer.edit(this.data));
    this.find(".forward").addEventListener("click", () => panel.forward(this.data.message_id));
    this.find(".answered").addEventListener("click", () => panel.showMessage(this.data.reply_to_message.message_id));
    this.find(".comments").addEventListener("click", () => panel.comment(this.data.comments));
    this.showToolsOnLongPress();
    this.update(data);
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** What is scrolled to: the items of an album have no box of their own. */
  get box() {
    return this.element.closest(".album") ?? this.element;
  }

  /** Shows the present state of the message; a changed message is highlighted for a moment. */
  update(data) {
    const before = this.data;
    this.data = data;
    this.element.classList.toggle("own", data.own);
    this.find(".edit").hidden = !data.editable;
    this.find(".forward").hidden = data.chat.type === "private";
    this.find(".whisper").hidden = !data.receiver_user;
    this.showAuthor(data);
    this.showVia(data);
    this.showAnswered(data);
    this.showContent(data, before);
    this.showMeta(data);
    this.showComments(data.comments);
    const markup = data.reply_markup?.inline_keyboard ?? [];
    if (JSON.stringify(markup) !== JSON.stringify(before?.reply_markup?.inline_keyboard ?? [])) this.showKeyboard(markup);
    if (before) this.glow();
  }

  /** Shows the date above the first message of a day. */
  showDay(previous) {
    const day = dayOf(this.data.date);
    this.day.hidden = previous !== null && dayOf(previous.data.date) === day;
    this.day.querySelector("span").textContent = day;
  }

  glow() {
    const bubble = this.find(".bubble");
    bubble.classList.remove("glows");
    void bubble.offsetWidth; // restarts the animation
    bubble.classList.add("glows");
  }

  /** In a group, the name of whoever wrote it; in a channel, its name. */
  showAuthor({ own, chat, from, sender_chat: sender }) {
    const author = this.find(".author");
    author.hidden = own || chat.type === "private";
    author.textContent = sender?.title ?? from?.first_name ?? "";
  }

  showVia({ via_bot: bot, forward_origin: forwarded, is_automatic_forward: isCopy }) {
    const via = this.find(".via");
    const origin = isCopy ? undefined : forwarded;
    via.hidden = !bot && !origin;
    if (origin) via.textContent = word("forwarded_from").replace("{name}", nameOf(origin));
    else if (bot) via.textContent = word("via").replace("{bot}", `@${bot.username}`);
  }

  /** What is answered: a message of this chat, or one of another chat, of which the origin is known. */
  showAnswered({ reply_to_message: answered, external_reply: external, quote: chosen }) {
    const quote = this.find(".answered");
    // Each message of a topic answers the service message that opened it: nobody wrote that.
    quote.hidden = (!answered && !external) || Boolean(answered?.forum_topic_created);
    if (quote.hidden) return;
    const author = answered ? answered.sender_chat?.title ?? answered.from.first_name : nameOf(external.origin);
    quote.disabled = !answered;
    quote.querySelector("b").textContent = author;
    quote.querySelector("span").textContent = chosen?.text ?? (answered ? summary(answered) : word("elsewhere"));
  }

  showContent(data, before) {
    const service = serviceText(data);
    const entities = data.entities ?? data.caption_entities ?? [];
    this.find(".text").replaceChildren(service ?? render(textOf(data), entities, this.panel.actions));
    this.showRich(data.rich_message, before?.rich_message);
    this.element.classList.toggle("service", service !== null);
    this.find(".bubble").classList.toggle("caption-above", Boolean(data.show_caption_above_media));
    this.showMedia(data, before, service === null);
    this.showPreview(data.preview, before?.preview);
  }

  showRich(rich, before) {
    if (JSON.stringify(rich) === JSON.stringify(before)) return;
    this.find(".rich")?.remove();
    if (rich) this.find(".text").after(richOf(rich.blocks, this.panel.actions, () => this.panel.settle()));
  }

  /** Shows the media anew only if it is another: what plays goes on. */
  showMedia(data, before, hasContent) {
    const kind = kindOf(data);
    const media = this.find(".media");
    this.element.dataset.kind = kind ?? "";
    media.classList.toggle("hidden-by-spoiler", Boolean(data.has_media_spoiler));
    if (before && fileOf(data) === fileOf(before) && fileOf(data)) return;
    const shown = mediaOf(data, () => this.panel.settle());
    if (kind === null && hasContent && textOf(data) === "" && !data.rich_message) shown.push(placeholder(word("other_content")));
    media.replaceChildren(...shown);
    media.hidden = shown.length === 0;
  }

  showPreview(preview, before) {
    if (JSON.stringify(preview) === JSON.stringify(before)) return;
    this.find(".preview")?.remove();
    if (!preview) return;
    const shown = previewOf(preview, this.panel.actions, () => this.panel.settle());
    if (preview.above) this.find(".text").before(shown);
    else this.find(".text").after(shown);
  }

  /** Under a post of a channel: how many comments it has; leads to its copy in the group that discusses the channel. */
  showComments(comments) {
    const button = this.find(".comments");
    button.hidden = !comments || !this.panel.rooms.has({ chat: comments.chat });
    button.textContent = comments?.count ? `${word("comments")}: ${comments.count}` : word("comment");
  }

  showMeta(data) {
    const edited = this.find(".edited");
    edited.hidden = !data.edit_date;
    edited.textContent = word("edited");
    const time = this.find("time");
    time.textContent = timeOf(data.date);
    time.dateTime = new Date(data.date * 1000).toISOString();
  }

  /** Replaces the buttons. If one of them had the focus, the button at the same position gets it. */
  showKeyboard(rows) {
    const keyboard = this.find(".keyboard");
    const focused = [...keyboard.querySelectorAll("button, a")].indexOf(document.activeElement);
    keyboard.replaceChildren(...rows.map((row) => this.row(row)));
    if (focused < 0) return;
    const buttons = [...keyboard.querySelectorAll("button, a")];
    (buttons[Math.min(focused, buttons.length - 1)] ?? this.panel.composer.input).focus();
  }

  row(buttons) {
    const row = document.createElement("div");
    row.className = "row";
    row.append(...buttons.map((button) => this.button(button)));
    return row;
  }

  button(data) {
    const element = data.url ? link(data.url, this.panel.actions) : document.createElement("button");
    element.classList.add("key");
    if (data.style) element.classList.add(data.style);
    element.append(data.text);
    if (data.url && destination(data.url, this.panel.actions.username)?.href) element.classList.add("leads-out");
    if (!data.url) {
      element.type = "button";
      element.disabled = Boolean(data.disabled);
      element.addEventListener("click", () => this.press(element, data));
    }
    return element;
  }

  async press(element, data) {
    if (element.ariaBusy === "true") return;
    if (data.callback_data !== undefined) {
      element.ariaBusy = "true";
      await this.panel.press(this.data.message_id, data.callback_data);
      element.ariaBusy = null;
    } else if (data.copy_text) {
      await navigator.clipboard.writeText(data.copy_text.text);
      this.panel.toast(word("copied"));
    } else if (inlineQuery(data) !== undefined) {
      this.panel.composer.query(inlineQuery(data));
    } else {
      this.panel.toast(word("unsupported"));
    }
  }

  /** Touch: a long press on the bubble shows the tools. With a mouse the style sheet shows them on hover. */
  showToolsOnLongPress() {
    const line = this.find(".line");
    let timer = 0;
    line.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "touch") return;
      timer = setTimeout(() => this.panel.showTools(this.element), LONG_PRESS_MS);
    });
    for (const end of ["pointerup", "pointercancel", "pointermove"]) line.addEventListener(end, () => clearTimeout(timer));
  }
}

/** The inline query of a button. Telegram lets the person choose a chat; here there is only this one. */
function inlineQuery(data) {
  return data.switch_inline_query_current_chat ?? data.switch_inline_query ?? data.switch_inline_query_chosen_chat?.query;
}

/** The file of a message with media, which keeps its id when only the caption changes. */
function fileOf(data) {
  const file = data[kindOf(data)];
  return (Array.isArray(file) ? file.at(-1) : file)?.file_id;
}
