// Sends one message to many chats with grammY, `atOnce` at a time; prints the CPU seconds.
import { Api } from "grammy";
import { text } from "node:stream/consumers";

const task = JSON.parse(await text(process.stdin));
const api = new Api(task.token, { apiRoot: task.url });
await api.getMe();

let next = 0;
async function sendAll() {
  while (next < task.count) await api.sendMessage(task.firstChat + next++, task.text, task.other);
}

const before = process.cpuUsage();
await Promise.all(Array.from({ length: task.atOnce }, sendAll));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
process.exit();
