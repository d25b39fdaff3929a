// Answers taps on a button with grammY and its runner, until `count` are answered; prints the CPU seconds.
import { Bot } from "grammy";
import { run } from "@grammyjs/runner";
import { text } from "node:stream/consumers";

const task = JSON.parse(await text(process.stdin));
const bot = new Bot(task.token, { client: { apiRoot: task.url } });
await bot.init();

let answered = 0;
let before;
bot.callbackQuery(/^a:(\d+)/, async (ctx) => {
  await ctx.editMessageText(task.text, task.other);
  await ctx.answerCallbackQuery();
  if (++answered < task.count) return;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
  process.exit();
});

before = process.cpuUsage();
run(bot);
