/** What a message says: its text, what happened in a group, or what its media is called. */

import { labelOf } from "./media.js";
import { word } from "./i18n.js";

const SERVICES = {
  forum_topic_created: "topic_opened",
  forum_topic_closed: "topic_closed",
  forum_topic_reopened: "topic_reopened",
  new_chat_members: "bot_joined",
  migrate_to_chat_id: "group_moved",
  migrate_from_chat_id: "group_moved",
};

/** The sentence for a service message, null for all others. */
export function serviceText(data) {
  if (data.users_shared) return `${word("users_shared")}: ${data.users_shared.users.map(sharedName).join(", ")}`;
  const field = Object.keys(SERVICES).find((name) => name in data);
  return field ? word(SERVICES[field]).replace("{name}", data[field].name ?? "") : null;
}

export function textOf(data) {
  return data.text ?? data.caption ?? contactOf(data.contact);
}

function contactOf(contact) {
  return contact ? `${word("contact")}: ${contact.first_name}, +${contact.phone_number}` : "";
}

function sharedName({ user_id: id, first_name: name }) {
  return name ?? String(id);
}

/** A message in one line, for quotes. */
export function summary(data) {
  return textOf(data) || labelOf(data) || word("other_content");
}

/** The name of the first sender of a forwarded message. */
export function nameOf({ chat, sender_user: user, sender_user_name: name }) {
  return chat?.title ?? name ?? [user.first_name, user.last_name].filter(Boolean).join(" ");
}
