/** The two ways to talk to the emulator: a stream of what changes, and what a person does. */

/** Does something in a person's name and returns what came of it. Throws an Error with the reason if it cannot be. */
export async function act(personId, verb, body = {}) {
  const response = await fetch(`/page/people/${personId}/${verb}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ error: `${response.status} ${response.statusText}` }));
  if (answer.error) throw new Error(answer.error);
  return answer.result;
}

/** Calls `news(state, isFirst)` for whatever changes; `isFirst` after each connection, when the state is the whole. */
export function listen(news, connection) {
  const events = new EventSource("/page/events");
  let isFirst = true;
  events.onopen = () => {
    isFirst = true;
    connection(true);
  };
  events.onerror = () => connection(false);
  events.onmessage = (event) => {
    news(JSON.parse(event.data), isFirst);
    isFirst = false;
  };
}
