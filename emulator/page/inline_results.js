/** The inline results for the words typed after the bot's name: a list to share from, with more pages on scrolling. */

import { Listbox, option } from "./listbox.js";

const PAUSE_MS = 200;
const NEAR_END_PX = 80;

export class InlineResultList extends Listbox {
  /** `panel` sends the actions; `onShared()` is called when a chosen result is in the chat. */
  constructor(frame, input, panel, onShared) {
    super(frame.querySelector("ul"), input, frame);
    this.panel = panel;
    this.onShared = onShared;
    this.query = null;
    this.list.addEventListener("scroll", () => this.loadMore());
    this.botButton = frame.querySelector(".bot-button");
    this.botButton.addEventListener("click", () => this.startBot());
  }

  /** Queries the bot when no key was pressed for a moment. Answers to older queries are ignored. */
  ask(words) {
    if (this.query?.words === words) return;
    const query = { words, offset: "" };
    this.query = query;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const answer = await this.fetchPage(query);
      if (query !== this.query) return;
      this.show(answer?.results.map((result) => this.option(answer, result)) ?? []);
      this.showBotButton(answer?.button);
      this.list.scrollTop = 0;
      this.loadMore();
    }, PAUSE_MS);
  }

  close() {
    this.query = null;
    clearTimeout(this.timer);
    super.close();
  }

  /** Loads the next page when the end of the list is near. */
  async loadMore() {
    const { list, query } = this;
    if (!query?.offset || list.scrollHeight - list.scrollTop - list.clientHeight > NEAR_END_PX) return;
    const answer = await this.fetchPage(query);
    if (query !== this.query) return;
    this.add(answer?.results.map((result) => this.option(answer, result)) ?? []);
    this.loadMore();
  }

  /** Fetches a page. The offset is empty meanwhile, so no second request for the next page is sent. */
  async fetchPage(query) {
    const { words, offset } = query;
    query.offset = "";
    const answer = await this.panel.ask("inline_query", { words, offset });
    query.offset = answer?.next_offset ?? "";
    return answer;
  }

  pick() {
    this.marked.click();
  }

  option(answer, { id, title, description }) {
    const share = () => this.panel.act("share", { query_id: answer.id, result_id: id });
    return option(title, description ?? "", async () => {
      if (await share()) this.onShared();
    });
  }

  /** The button above the results (InlineQueryResultsButton) starts the bot in this chat. */
  showBotButton(button) {
    this.botButton.hidden = !button;
    if (!button) return;
    this.botButton.textContent = button.text;
    this.botButton.dataset.parameter = button.start_parameter;
    this.frame.hidden = false;
  }

  startBot() {
    this.panel.actions.start(this.botButton.dataset.parameter);
    this.onShared();
  }
}
