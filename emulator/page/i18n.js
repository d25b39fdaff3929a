/** The texts of the page in Russian and English, by the browser's language, and its date formats. */

const RU = {
  people: "Люди",
  offline: "Связь с ботом потеряна. Страница подключится снова сама.",
  imprint: "Это Telegram на вашем столе: эмулятор. Ничего не уходит в сеть.",
  ok: "Хорошо",
  person_menu: "Меню человека",
  client_language: "Язык Telegram",
  block: "Остановить и заблокировать бота",
  unblock: "Разблокировать бота",
  start: "Начать",
  commands: "Команды",
  inline_results: "Что предлагает бот",
  via: "через {bot}",
  cancel: "Отменить",
  photo: "Отправить фотографию",
  photo_mode: "Фотография",
  attach: "Прикрепить файлы",
  files_mode: "Файлы",
  photo_hint: "подпись по желанию",
  album_mode: "Альбом",
  rooms: "Чаты",
  private_chat: "Личный чат",
  general: "Общая тема",
  read_only: "Здесь пишут только администраторы",
  forward: "Переслать боту",
  forwarded: "Переслано боту",
  forwarded_from: "переслано: {name}",
  topic_opened: "Открыта тема «{name}»",
  topic_closed: "Тема закрыта",
  topic_reopened: "Тема снова открыта",
  bot_joined: "Бота добавили в группу",
  seen_by_you: "Видите только вы",
  elsewhere: "сообщение из другого чата",
  contact: "Контакт",
  users_shared: "Боту названы",
  group_moved: "Группа стала супергруппой",
  send: "Отправить",
  reply: "Ответить",
  edit: "Изменить",
  edit_mode: "Изменение",
  reply_mode: "Ответ",
  edited: "изменено",
  message: "Сообщение",
  new_messages: "Новые сообщения",
  unread: "есть новое",
  photo_word: "Фотография",
  video_word: "Видео",
  animation_word: "Анимация",
  audio_word: "Аудио",
  document_word: "Документ",
  other_content: "Вложение",
  play: "Воспроизвести",
  comment: "Комментировать",
  comments: "Комментарии",
  copied: "Скопировано",
  no_answer: "Бот не ответил",
  unsupported: "Здесь эта кнопка не работает",
  expand: "Развернуть",
  collapse: "Свернуть",
  spoiler: "Показать скрытое",
  today: "Сегодня",
};

const EN = {
  people: "People",
  offline: "The bot is out of reach. The page will connect again by itself.",
  imprint: "This is Telegram on your desk: an emulator. Nothing leaves this machine.",
  ok: "OK",
  person_menu: "This person's menu",
  client_language: "Language of Telegram",
  block: "Stop and block the bot",
  unblock: "Unblock the bot",
  start: "Start",
  commands: "Commands",
  inline_results: "What the bot offers",
  via: "via {bot}",
  cancel: "Cancel",
  photo: "Send a photo",
  photo_mode: "Photo",
  attach: "Attach files",
  files_mode: "Files",
  photo_hint: "a caption if you like",
  album_mode: "Album",
  rooms: "Chats",
  private_chat: "Private chat",
  general: "General",
  read_only: "Only administrators write here",
  forward: "Forward to the bot",
  forwarded: "Forwarded to the bot",
  forwarded_from: "forwarded from {name}",
  topic_opened: "Topic “{name}” opened",
  topic_closed: "Topic closed",
  topic_reopened: "Topic open again",
  bot_joined: "The bot was added to the group",
  seen_by_you: "Only you see this",
  elsewhere: "a message in another chat",
  contact: "Contact",
  users_shared: "Shown to the bot",
  group_moved: "The group became a supergroup",
  send: "Send",
  reply: "Reply",
  edit: "Edit",
  edit_mode: "Editing",
  reply_mode: "Reply",
  edited: "edited",
  message: "Message",
  new_messages: "New messages",
  unread: "something new",
  photo_word: "Photo",
  video_word: "Video",
  animation_word: "Animation",
  audio_word: "Audio",
  document_word: "Document",
  other_content: "Attachment",
  play: "Play",
  comment: "Comment",
  comments: "Comments",
  copied: "Copied",
  no_answer: "The bot did not answer",
  unsupported: "This button does nothing here",
  expand: "Show more",
  collapse: "Show less",
  spoiler: "Show what is hidden",
  today: "Today",
};

export const language = navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en";

const WORDS = language === "ru" ? RU : EN;
const SIZES = ["byte", "kilobyte", "megabyte"].map((unit, index) => ({
  from: index === 0 ? 0 : 1024 ** index,
  format: new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: index === 2 ? 1 : 0 }),
}));
const CLOCK = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const DAY = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
let millisecondsAhead = 0;

export function word(key) {
  return WORDS[key];
}

/** Fills in the texts of all elements with the attribute `data-word` or `data-label`. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-label]")) label(element, word(element.dataset.label));
}

/** Sets the accessible name of an element, and for a button also its tooltip. */
export function label(element, text) {
  element.setAttribute("aria-label", text);
  if (element.tagName === "BUTTON") element.title = text;
}

export function timeOf(seconds) {
  return CLOCK.format(seconds * 1000);
}

/** Sets by how many seconds the emulated Telegram's clock is ahead of this machine's. */
export function setClock(secondsAhead) {
  millisecondsAhead = secondsAhead * 1000;
}

export function today() {
  return DATE.format(now());
}

/** The date and the time of day, where the clock may be another than this machine's. */
export function todayAndTime() {
  return `${today()}, ${CLOCK.format(now())}`;
}

function now() {
  return Date.now() + millisecondsAhead;
}

export function dayOf(seconds) {
  const day = DAY.format(seconds * 1000);
  return day === DAY.format(now()) ? word("today") : day;
}

/** A length in seconds as clients write it: 0:12, 1:02:03. */
export function durationOf(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)];
  const parts = hours > 0 ? [hours, String(minutes).padStart(2, "0")] : [minutes];
  return [...parts, String(rest).padStart(2, "0")].join(":");
}

/** A size in bytes with the unit that suits it. */
export function sizeOf(bytes) {
  const step = [...SIZES].reverse().find(({ from }) => bytes >= from) ?? SIZES[0];
  return step.format.format(bytes / (step.from || 1));
}
