/** Why a call to AWS gave no answer. */
export interface Trouble {
  readonly kind: "denied" | "no-credentials" | "expired" | "rejected" | "unreachable" | "throttled" | "failed";
  /** The code of the error or the status of the answer, for people who look it up. */
  readonly code: string;
}

/** Codes of errors (EC2 API Reference, "Error codes for the Amazon EC2 API"; AWS STS and IAM Identity Center add theirs). */
const kinds: Readonly<Record<string, Trouble["kind"]>> = {
  UnauthorizedOperation: "denied",
  AccessDenied: "denied",
  AccessDeniedException: "denied",
  OptInRequired: "denied",
  Blocked: "denied",
  PendingVerification: "denied",
  CredentialsProviderError: "no-credentials",
  ExpiredToken: "expired",
  ExpiredTokenException: "expired",
  RequestExpired: "expired",
  TokenProviderError: "expired",
  AuthFailure: "rejected",
  InvalidClientTokenId: "rejected",
  InvalidAccessKeyId: "rejected",
  UnrecognizedClientException: "rejected",
  SignatureDoesNotMatch: "rejected",
  InvalidSignatureException: "rejected",
  IncompleteSignature: "rejected",
  MissingAuthenticationToken: "rejected",
  RequestLimitExceeded: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  TooManyRequestsException: "throttled",
  TimeoutError: "unreachable",
  ECONNREFUSED: "unreachable",
  ECONNRESET: "unreachable",
  ENOTFOUND: "unreachable",
  EAI_AGAIN: "unreachable",
  EAI_FAIL: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ETIMEDOUT: "unreachable",
  EPIPE: "unreachable",
};

/** What an error of the SDK means. Errors of the network carry their reason as `code`, those of the service as `name`. */
export function troubleOf(error: unknown): Trouble {
  const [name, code] = [textIn(error, "name"), textIn(error, "code")];
  const status = numberIn(fieldOf(error, "$metadata"), "httpStatusCode");
  const shown = code ?? name ?? "unknown reason";
  // A session of IAM Identity Center that has run out is known by its words alone.
  if (name === "CredentialsProviderError" && /expired|sso login/i.test(textIn(error, "message") ?? ""))
    return { kind: "expired", code: shown };
  for (const known of [code, name]) {
    const kind = known !== undefined && Object.hasOwn(kinds, known) ? kinds[known] : undefined;
    if (known !== undefined && kind) return { kind, code: known };
  }
  if (status === 429) return { kind: "throttled", code: "HTTP 429" };
  const isAnswer = status === undefined || status === 200;
  return { kind: "failed", code: isAnswer ? shown : `HTTP ${status}` };
}

function textIn(holder: unknown, field: string): string | undefined {
  const value = fieldOf(holder, field);
  return typeof value === "string" ? value : undefined;
}

function numberIn(holder: unknown, field: string): number | undefined {
  const value = fieldOf(holder, field);
  return typeof value === "number" ? value : undefined;
}

export function fieldOf(holder: unknown, field: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, field) : undefined;
}
