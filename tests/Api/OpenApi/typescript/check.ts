// Uses the generated client as a program would: signs in, reads, is refused. Prints what it found as one line of JSON.
import { CountersignClient, type Answer } from "./client.js";

declare const process: { readonly argv: readonly string[] };

function need<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`${answer.status} ${answer.problem.code}: ${answer.problem.detail ?? answer.problem.title}`);
  return answer.value;
}

const [, , root = "", login = "", password = ""] = process.argv;
let token: string | null = null;
const desk = new CountersignClient(root, () => token);

const stranger = await desk.getMe();
token = need(await desk.signIn({ login, password })).accessToken;
const me = need(await desk.getMe());
const accounts = need(await desk.listAccounts({ limit: 5 }));
const positions = need(await desk.listPositions({ accountId: accounts.items[0]?.id ?? "none" }));
const wrong = await desk.placeOrder({ accountId: "a-main", symbol: "EURUSD", side: "buy", quantity: -1 }, { "Idempotency-Key": "check" });
const missing = await desk.getIdea("i-nothing/here");
const ended = await desk.signOut();

console.log(JSON.stringify({
  stranger: stranger.ok ? null : stranger.problem.code,
  login: me.login,
  accounts: accounts.items.length,
  positions: positions.items.length,
  wrong: wrong.ok ? null : { status: wrong.status, code: wrong.problem.code, fields: Object.keys(wrong.problem.errors ?? {}) },
  missing: missing.ok ? null : missing.problem.code,
  ended: ended.status,
}));
