// What OAuth has an error code of its own for (RFC 6749, 4.1.2.1 and 5.2; RFC 7591, 3.2.2; RFC 8707, 2).

export type OAuthErrorCode =
  | "access_denied"
  | "invalid_client"
  | "invalid_client_metadata"
  | "invalid_grant"
  | "invalid_redirect_uri"
  | "invalid_request"
  | "invalid_scope"
  | "invalid_target"
  | "temporarily_unavailable"
  | "unsupported_grant_type"
  | "unsupported_response_type";

export class OAuthFault extends Error {
  readonly code: OAuthErrorCode;

  /** `detail` says what is wrong and what to do, in ASCII without `"` and `\`, as RFC 6749 wants it. */
  constructor(code: OAuthErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

const RETRY_AFTER_SECONDS = "3600";

/** The fault as the endpoints for programs answer it. */
export function faultAnswer({ code, message }: OAuthFault): Response {
  const isBusy = code === "temporarily_unavailable";
  return Response.json(
    { error: code, error_description: message },
    {
      status: isBusy ? 429 : 400,
      headers: { "Cache-Control": "no-store", ...(isBusy && { "Retry-After": RETRY_AFTER_SECONDS }) },
    },
  );
}
