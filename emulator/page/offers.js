/** What the bot offers for the words typed after its name (inline mode): results to share, and more of them on scrolling. */

import { Listbox, option } from "./listbox.js";

const PAUSE_MS = 200;
const NEAR_END_PX = 80;

export class OfferList extends Listbox {
  /** `panel` asks and acts; `shared()` is called when a result was chosen and is in the chat. */
  constructor(frame, input, panel, shared) {
    super(frame.querySelector("ul"), input, frame);
    this.panel = panel;
    this.shared = shared;
    this.asked = null;
    this.list.addEventListener("scroll", () => this.more());
    this.over = frame.querySelector(".over");
    this.over.addEventListener("click", () => this.goOver());
  }

  /** Asks for what fits the words, once nobody types for a moment; of answers that cross, the last question's counts. */
  ask(words) {
    if (this.asked?.words === words) return;
    const asked = { words, offset: "" };
    this.asked = asked;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const offer = await this.offer(asked);
      if (asked !== this.asked) return;
      this.show(offer?.results.map((result) => this.option(offer, result)) ?? []);
      this.showOver(offer?.button);
      this.list.scrollTop = 0;
      this.more();
    }, PAUSE_MS);
  }

  close() {
    this.asked = null;
    clearTimeout(this.timer);
    super.close();
  }

  /** Asks for the next page where the end of this one is in sight. */
  async more() {
    const { list, asked } = this;
    if (!asked?.offset || list.scrollHeight - list.scrollTop - list.clientHeight > NEAR_END_PX) return;
    const offer = await this.offer(asked);
    if (asked !== this.asked) return;
    this.add(offer?.results.map((result) => this.option(offer, result)) ?? []);
    this.more();
  }

  /** A page of what is asked for; while it is on its way nobody asks for the next. */
  async offer(asked) {
    const { words, offset } = asked;
    asked.offset = "";
    const offer = await this.panel.ask("inquire", { words, offset });
    asked.offset = offer?.next_offset ?? "";
    return offer;
  }

  pick() {
    this.marked.click();
  }

  option(offer, { id, title, description }) {
    const share = () => this.panel.act("share", { offer: offer.id, result: id });
    return option(title, description ?? "", async () => {
      if (await share()) this.shared();
    });
  }

  /** A button over the results leads to the chat with the bot, which is this one. */
  showOver(button) {
    this.over.hidden = !button;
    if (!button) return;
    this.over.textContent = button.text;
    this.over.dataset.parameter = button.start_parameter;
    this.frame.hidden = false;
  }

  goOver() {
    this.panel.actions.start(this.over.dataset.parameter);
    this.shared();
  }
}
