import { InputError } from "../../model/input-error";
import { asRecord } from "./json";

/** What a service says of a refusal, and what to do: `details` for a status that it knows. */
export interface ServiceWords {
  /** Such as `GitHub`. */
  readonly service: string;
  readonly refusals: Readonly<Record<number, readonly string[]>>;
}

export interface RequesterOptions extends ServiceWords {
  /** Of every request, such as `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Never shown, not even where the service repeats it. */
  readonly token: string;
  readonly fetch: typeof fetch;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => Date;
}

export interface Answer {
  readonly body: unknown;
  readonly headers: Headers;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Requester = (method: Method, url: string, body?: unknown) => Promise<Answer>;

/**
 * The service did not say whether it did what was asked: it failed, or the connection broke. What was to be made may be there, so only the
 * caller knows how to ask again.
 */
export class UncertainError extends InputError {}

const TRIES = 5;
const TIMEOUT = 30_000;
/** Milliseconds; a service that wants more patience than this is told of, not waited for. */
const LONGEST_WAIT = 120_000;

/**
 * Asks a service in JSON. Waits and asks again where the service says that it was asked too often, and, for what can be asked twice without
 * doing it twice, where it failed. Throws an InputError for what it refuses, an UncertainError where nobody knows. Never follows a redirect: the
 * token is for one host.
 */
export const requester = (options: RequesterOptions): Requester => {
  const once = async (method: Method, url: string, body: unknown): Promise<Response | Error> => {
    try {
      return await options.fetch(url, {
        method,
        headers: {
          accept: "application/json",
          "user-agent": "rolegate",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...options.headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  return async (method, url, body) => {
    for (let attempt = 1; ; attempt++) {
      const response = await once(method, url, body);
      const wait = response instanceof Error ? null : waitAsked(response, options.now());
      const failed = response instanceof Error || response.status >= 500;
      const mayAskAgain = wait !== null || (failed && method !== "POST");
      const pause = wait ?? 1000 * 2 ** (attempt - 1);
      if (mayAskAgain && attempt < TRIES && pause <= LONGEST_WAIT) {
        await options.sleep(pause);
        continue;
      }
      if (response instanceof Error) throw new UncertainError(`${options.service} does not answer at ${hostOf(url)}: ${reasonOf(response)}`);
      return answerOf(response, url, options);
    }
  };
};

/** Milliseconds that a service asks to wait because it was asked too often; null where it was not. */
const waitAsked = ({ status, headers }: Response, now: Date): number | null => {
  const spent = headers.get("x-ratelimit-remaining") === "0";
  if (status !== 429 && !(status === 403 && (spent || headers.has("retry-after")))) return null;
  const after = headers.get("retry-after");
  if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000;
  const reset = headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset");
  if (reset !== null && /^\d+$/.test(reset)) return Math.max(1000, Number(reset) * 1000 - now.getTime());
  return 60_000;
};

const answerOf = async (response: Response, url: string, options: RequesterOptions): Promise<Answer> => {
  const text = await response.text().catch(() => "");
  const parsed = parse(text);
  if (response.ok) {
    if (parsed === undefined && response.status !== 204)
      throw new UncertainError(`${options.service} answers at ${hostOf(url)} with what is no JSON`, [
        "it is a page for people: the token may be wrong, or the address not that of the API",
      ]);
    return { body: parsed, headers: response.headers };
  }
  const said = wordsOf(parsed);
  const quoted = said === "" ? [] : [`it says: ${said.replaceAll(options.token, "(token)").slice(0, 500)}`];
  const message = `${options.service} answers ${response.status} to ${new URL(url).pathname}`;
  if (response.status >= 500) throw new UncertainError(message, quoted);
  if (response.status === 429 || (response.status === 403 && waitAsked(response, options.now()) !== null))
    throw new InputError(`${options.service} was asked too often, and is not ready yet`, [...quoted, "run the job again later"]);
  if (response.status >= 300 && response.status < 400)
    throw new InputError(message, ["it moved, and the token is not sent to another address: give the new name or host"]);
  throw new InputError(message, [...quoted, ...(options.refusals[response.status] ?? [])]);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The sentence of a refusal: GitHub's and Azure's `message`, GitLab's `message` or `error`, with what GitHub adds. */
const wordsOf = (body: unknown): string => {
  const { message, error, error_description: description, errors } = asRecord(body);
  const parts = [message, error, description, ...(Array.isArray(errors) ? errors.map((each) => asRecord(each).message ?? each) : [])];
  return parts
    .filter((part) => part !== undefined && part !== null)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join("; ");
};

const hostOf = (url: string): string => new URL(url).host;

/** `fetch failed` has its reason inside. */
const reasonOf = (error: Error): string => {
  if (error.name === "TimeoutError") return `nothing within ${TIMEOUT / 1000} seconds`;
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
};
