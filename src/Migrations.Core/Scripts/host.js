// What every sandbox has: stubs for packages that are not read, the caller's environment, and the few parts of Node.js
// that configuration files use.

const stubMark = Symbol("migrations.stub");

/**
 * A value that survives whatever is done with it: called, constructed, indexed, iterated or printed.
 * Spread into an object it leaves one property behind, itself: whoever needs what the package holds can then say so, and nothing is lost in silence.
 */
function stubOf(name) {
  const trace = `everything of '${name}'`;
  const stub = new Proxy(function () {}, {
    get(target, key) {
      if (key === stubMark) return name;
      if (key === "then") return undefined;
      if (key === Symbol.toPrimitive) return () => "";
      if (key === Symbol.iterator) return function* () {};
      if (key === "prototype") return target.prototype;
      if (typeof key === "symbol") return undefined;
      return stub;
    },
    set: () => true,
    has: () => true,
    apply: (target, self, given) => { refuseTable(name, given); return stub; },
    construct: () => stub,
    ownKeys: () => ["prototype", trace],
    getOwnPropertyDescriptor: (target, key) =>
      key === trace ? { value: stub, enumerable: true, configurable: true, writable: true } : Reflect.getOwnPropertyDescriptor(target, key),
  });
  return stub;
}

/** A table that a package makes would be lost without a word: it has a name, and columns of ours. */
function refuseTable(name, [table, columns]) {
  if (typeof table !== "string" || typeof ColumnBuilder === "undefined") return;
  let given = columns;
  if (typeof columns === "function" && stubName(columns) === undefined) {
    try { given = columns(columnBuilders); } catch { return; }
  }
  if (given === null || typeof given !== "object") return;
  const column = Object.values(given).find((value) => value instanceof ColumnBuilder);
  if (column !== undefined) fail(`The table '${table}' is made by the package '${name}', which is not read`, column.config.at);
}

function stubName(value) {
  return typeof value === "function" ? value[stubMark] : undefined;
}

/** What is being read, for errors that are thrown where no script of the project is on the stack. */
const state = { at: undefined };

/** An error about something that was written at a known place. */
function fail(message, at = state.at) {
  const error = new TypeError(message);
  if (at !== undefined) error.at = at;
  throw error;
}

const separator = host.root.startsWith("/") ? "/" : "\\";

function normalizePath(path) {
  const parts = [];
  const isAbsolute = /^([a-zA-Z]:)?[\\/]/.test(path);
  for (const part of path.split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else if (part !== ".." || !isAbsolute) parts.push(part);
  }
  const text = parts.join(separator);
  return isAbsolute && separator === "/" ? "/" + text : text || ".";
}

const path = {
  sep: separator,
  join: (...parts) => normalizePath(parts.filter((part) => part).join("/")),
  normalize: normalizePath,
  resolve(...parts) {
    let path = "";
    for (const part of [host.root, ...parts]) path = /^([a-zA-Z]:)?[\\/]/.test(part) ? part : path + "/" + part;
    return normalizePath(path);
  },
  dirname: (path) => path.replace(/[\\/][^\\/]*$/, "") || ".",
  basename: (path, end = "") => {
    const name = path.split(/[\\/]/).pop();
    return end && name.endsWith(end) ? name.slice(0, -end.length) : name;
  },
  extname: (path) => /[^\\/.](\.[^\\/.]*)$/.exec(path)?.[1] ?? "",
  isAbsolute: (path) => /^([a-zA-Z]:)?[\\/]/.test(path),
};

class URLSearchParams {
  #pairs = [];
  constructor(text = "") {
    for (const pair of String(text).replace(/^\?/, "").split("&")) {
      if (!pair) continue;
      const [key, value = ""] = pair.split("=");
      this.#pairs.push([decodeURIComponent(key), decodeURIComponent(value)]);
    }
  }
  get(key) { return this.#pairs.find((pair) => pair[0] === key)?.[1] ?? null; }
  has(key) { return this.#pairs.some((pair) => pair[0] === key); }
  set(key, value) { this.delete(key); this.#pairs.push([key, String(value)]); }
  append(key, value) { this.#pairs.push([key, String(value)]); }
  delete(key) { this.#pairs = this.#pairs.filter((pair) => pair[0] !== key); }
  entries() { return this.#pairs[Symbol.iterator](); }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&"); }
}

class URL {
  constructor(text, base) {
    const found = /^([a-zA-Z][\w+.-]*:)(?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?)?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(String(text));
    if (!found) {
      if (base === undefined) throw new TypeError("Invalid URL");
      const origin = new URL(base);
      return new URL(origin.protocol + "//" + origin.host + normalizePath(path.dirname(origin.pathname) + "/" + text).replace(/\\/g, "/"));
    }
    [, this.protocol, this.username = "", this.password = "", this.hostname = "", this.port = "", this.pathname = "", this.search = "", this.hash = ""] = found;
    this.searchParams = new URLSearchParams(this.search);
  }
  get host() { return this.port ? this.hostname + ":" + this.port : this.hostname; }
  get origin() { return this.protocol + "//" + this.host; }
  get href() { return this.toString(); }
  toString() {
    const user = this.username ? this.username + (this.password ? ":" + this.password : "") + "@" : "";
    const search = this.searchParams.toString();
    return this.protocol + "//" + user + this.host + this.pathname + (search ? "?" + search : "") + this.hash;
  }
}

const nothing = () => {};
const processStub = {
  env: host.env,
  argv: [],
  platform: separator === "/" ? "linux" : "win32",
  version: "v20.0.0",
  versions: { node: "20.0.0" },
  cwd: () => host.root,
  exit() { throw new Error("The script called process.exit()"); },
  on: nothing,
  loadEnvFile: nothing,
};

Object.assign(globalThis, {
  URL,
  URLSearchParams,
  process: processStub,
  console: Object.fromEntries(["log", "info", "warn", "error", "debug", "trace", "table", "dir"].map((name) => [name, nothing])),
});
for (const name of ["Buffer", "crypto", "setTimeout", "clearTimeout", "setInterval", "queueMicrotask", "structuredClone", "fetch", "TextEncoder", "TextDecoder", "performance"])
  if (!(name in globalThis)) globalThis[name] = stubOf(name);

const url = { URL, URLSearchParams, fileURLToPath: (value) => String(value).replace(/^file:\/\//, ""), pathToFileURL: (value) => new URL("file://" + value) };

/** The packages, each an object of its exports; the files behind this one add theirs. */
const packages = Object.create(null);
packages.path = packages["node:path"] = path;
packages.url = packages["node:url"] = url;
packages.process = packages["node:process"] = processStub;

const held = Object.create(null);

function packageOf(name) {
  const stub = () => (packages["stub " + name] ??= stubOf(name));
  if (!(name in packages)) return stub();
  // A name that the package does not have may be of a newer version.
  return (packages["open " + name] ??= new Proxy(packages[name], { get: (target, key) => (key in target || typeof key === "symbol" || key === "__esModule" ? target[key] : stub()) }));
}
