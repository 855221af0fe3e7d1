// ClickHouse's HTTP interface, as far as its Java client uses it, over the engine as a library.
//
//   node server.mjs DIRECTORY [PORT]
//
// prints "listening PORT" and serves what is in the directory until its standard input ends,
// which is when the process that started it goes. Not for production: no users, no encryption.

import { createServer } from "node:http";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { randomUUID } from "node:crypto";

const [directory, port = "0"] = process.argv.slice(2);
if (!directory) {
  console.error("say where the data is: node server.mjs DIRECTORY [PORT]");
  process.exit(2);
}

// The engine's calls block a thread of libuv each; the pool reads its size once, at first use.
process.env.UV_THREADPOOL_SIZE = "64";
const { Session } = await import("chdb");

const MAX_SQL = 1 << 20;
const NEWLINE = 0x0a;
const bodies = resolve(directory, "bodies");
const data = resolve(directory, "data");
rmSync(bodies, { recursive: true, force: true });
mkdirSync(bodies, { recursive: true });

// Kept open so that the engine outlives the connection of each request.
const keeper = new Session(data);

/** Parameters of the address that are no settings. */
const OURS = new Set([
  "query", "query_id", "database", "user", "password", "session_id", "session_timeout",
  "session_check", "client_protocol_version", "compress", "decompress", "wait_end_of_query",
  "role", "default_format", "enable_http_compression", "send_progress_in_http_headers",
  "http_headers_progress_interval_ms", "cancel_http_readonly_queries_on_client_close",
]);

const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

class Refused extends Error {
  constructor(message, code, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const server = createServer({ requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
  serve(request, response).catch((error) => fail(response, error));
});

async function serve(request, response) {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname === "/ping" || (request.method === "GET" && !url.searchParams.has("query"))) {
    response.writeHead(200, { "Content-Type": "text/plain" }).end("Ok.\n");
    return;
  }
  const id = url.searchParams.get("query_id") || randomUUID();
  const body = join(bodies, randomUUID());
  const session = new Session(data);
  let over = false;
  // A client that leaves takes its query with it, as the real server does when it is told to.
  response.on("close", () => {
    if (!over) {
      kill(id);
    }
  });
  try {
    const statement = await receive(request, url.searchParams.get("query"), body);
    prepare(session, url.searchParams, id);
    const format =
      request.headers["x-clickhouse-format"] || url.searchParams.get("default_format");
    const answer = await session.queryAsync(
      statement.payload ? insertFrom(statement, body) : rewritten(statement.sql),
      { format: format || "TabSeparated" });
    over = true;
    response.writeHead(200, {
      "Content-Type": "application/octet-stream",
      "X-ClickHouse-Query-Id": id,
      "X-ClickHouse-Format": format || "TabSeparated",
      "X-ClickHouse-Timezone": "UTC",
      "X-ClickHouse-Server-Display-Name": "freehold-tests",
      "X-ClickHouse-Summary": JSON.stringify({ read_rows: "0", written_rows: "0" }),
    });
    response.end(answer.bytes());
  } finally {
    over = true;
    session.close();
    rmSync(body, { force: true });
  }
}

/** Reads the body: SQL alone, or the SQL of an insert up to its format and rows behind it. */
async function receive(request, inAddress, file) {
  if (inAddress && /^\s*insert\b/i.test(inAddress)) {
    const size = await store(request, Buffer.alloc(0), file);
    return { sql: inAddress, payload: size > 0 };
  }
  const chunks = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    const head = Buffer.concat(chunks);
    const insert = /^\s*insert\s+into\b[^]*?\bformat\s+\w+[ \t]*\n/i.exec(
      head.subarray(0, MAX_SQL).toString("latin1"));
    if (insert) {
      await store(request, head.subarray(insert[0].length), file);
      return { sql: head.subarray(0, insert[0].length).toString("utf8"), payload: true };
    }
    if (length > MAX_SQL) {
      throw new Refused("Code: 62. DB::Exception: the statement is too long", 62);
    }
  }
  const rest = Buffer.concat(chunks).toString("utf8");
  return { sql: inAddress ? `${inAddress}\n${rest}` : rest, payload: false };
}

async function store(request, first, file) {
  const out = createWriteStream(file);
  let size = first.length;
  await pipeline(async function* () {
    yield first;
    for await (const chunk of request) {
      size += chunk.length;
      yield chunk;
    }
  }, out);
  return size;
}

/** Rows go by a file: given as text, RowBinary would end at its first two line feeds. */
function insertFrom({ sql }, file) {
  const [, head, format] = /^([^]*?)\bformat\s+(\w+)\s*;?\s*$/i.exec(sql);
  return `${head} FROM INFILE ${quoted(file)} FORMAT ${format}`;
}

/** The library's KILL QUERY knows no ids of ours; they are the comments of their queries. */
function rewritten(sql) {
  return /^\s*kill\s+query\b/i.test(sql)
    ? sql.replaceAll(/\bquery_id\b/g, "Settings['log_comment']")
    : sql;
}

function prepare(session, parameters, id) {
  const database = parameters.get("database");
  if (database) {
    session.query(`USE \`${database.replaceAll("`", "``")}\``);
  }
  const settings = [`log_comment = ${quoted(id)}`];
  let readonly = "";
  for (const [name, value] of parameters) {
    if (name === "readonly") {
      readonly = value;
    } else if (!OURS.has(name) && /^\w+$/.test(name)) {
      settings.push(`${name} = ${quoted(value)}`);
    }
  }
  session.query(`SET ${settings.join(", ")}`);
  if (readonly && readonly !== "0") {
    session.query(`SET readonly = ${quoted(readonly)}`);
  }
}

function kill(id) {
  const session = new Session(data);
  session
    .queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${quoted(id)} ASYNC`)
    .catch(() => {})
    .finally(() => session.close());
}

function fail(response, error) {
  const code = error.code && Number.isInteger(error.code)
    ? error.code
    : Number(/Code: (\d+)\./.exec(error.message)?.[1] ?? 1000);
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(error.status ?? 500, {
    "Content-Type": "text/plain; charset=UTF-8",
    "X-ClickHouse-Exception-Code": String(code),
  });
  response.end(`${error.message}\n`);
}

function end() {
  keeper.close();
  process.exit(0);
}

process.stdin.resume();
process.stdin.on("end", end);
process.on("SIGTERM", end);
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`listening ${server.address().port}`);
});
