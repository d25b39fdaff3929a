/** What a message without a text is called: a file, or something that happened in a group. */

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
  const field = Object.keys(SERVICES).find((name) => name in data);
  return field ? word(SERVICES[field]).replace("{name}", data[field].name ?? "") : null;
}

/** The label of a file that is no photo, null if there is none. */
export function labelOf({ video, animation, audio, document: file }) {
  if (animation) return word("animation_word");
  if (video) return video.file_name ?? word("video_word");
  if (audio) return [audio.performer, audio.title].filter(Boolean).join(" — ") || audio.file_name || word("audio_word");
  return file ? file.file_name ?? word("document_word") : null;
}
