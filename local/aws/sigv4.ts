import { timingSafeEqual } from "node:crypto";
import { AwsError, type Iam, type Principal } from "./service";
import type { Authorization, SignedRequest } from "./sigv4-authorization";
import { sha256, sign, stringToSign } from "./sigv4-canonical";

/** How far the clocks of caller and cloud may differ. */
const maxSkewMs = 15 * 60_000;

export interface SignatureCheck {
  request: SignedRequest;
  authorization: Authorization;
  /** Finds the secret of an access key. */
  lookup: Iam["lookup"];
  /** The whole body. Unset for S3, which reads it as a stream and checks its hash itself. */
  body?: Buffer;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Who signed the request. Throws `AwsError` in the words of the service: S3 says `SignatureDoesNotMatch`,
 * `InvalidAccessKeyId`, `RequestTimeTooSkewed`; the others `InvalidSignatureException`, `UnrecognizedClientException`.
 */
export function verifySignature(check: SignatureCheck): Principal {
  const { request, authorization, body } = check;
  const refuse = refusals(authorization.scope.service);
  checkTime(authorization, check.now, refuse);
  if (!authorization.signedHeaders.includes("host")) throw refuse.mismatch("Host must be a signed header.");

  const { credentials, principal } = check.lookup(authorization.accessKeyId) ?? {};
  if (!credentials || !principal) throw refuse.unknownKey();
  if (credentials.sessionToken && credentials.sessionToken !== authorization.sessionToken)
    throw refuse.badToken();
  if (credentials.expiration && check.now > Date.parse(credentials.expiration)) throw refuse.expiredToken();

  const payloadHash = payloadHashOf(request, authorization, body);
  const expected = sign(
    credentials.secretAccessKey,
    authorization.scope,
    stringToSign(request, authorization, payloadHash),
  );
  if (!sameText(expected, authorization.signature)) {
    throw refuse.mismatch(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
    );
  }
  if (body && /^[0-9a-f]{64}$/.test(payloadHash) && payloadHash !== sha256(body)) {
    throw refuse.mismatch("The provided x-amz-content-sha256 header does not match what was computed.");
  }
  return principal;
}

function checkTime(authorization: Authorization, now: number, refuse: Refusals): void {
  const { timestamp, scope, expiresSec } = authorization;
  const at = Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(at))
    throw refuse.mismatch(`X-Amz-Date must be in the form YYYYMMDDTHHMMSSZ, not '${timestamp}'.`);
  if (!timestamp.startsWith(scope.date))
    throw refuse.mismatch("Date in Credential scope is not that of the request.");
  if (expiresSec === undefined) {
    if (Math.abs(now - at) > maxSkewMs) throw refuse.skewed(timestamp, now);
  } else {
    if (now > at + expiresSec * 1000) throw refuse.urlExpired("Request has expired");
    if (now < at - maxSkewMs) throw refuse.urlExpired("Request is not yet valid");
  }
}

function payloadHashOf(
  request: SignedRequest,
  authorization: Authorization,
  body: Buffer | undefined,
): string {
  const declared = request.headers["x-amz-content-sha256"];
  if (typeof declared === "string") return declared;
  // A presigned S3 URL does not know the body that will come with it.
  return body ? sha256(body) : authorization.expiresSec === undefined ? sha256("") : "UNSIGNED-PAYLOAD";
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

type Refusals = ReturnType<typeof refusals>;

/** The same refusals go by other names in S3. */
function refusals(service: string) {
  const inS3 = service === "s3";
  const refusal = (s3Code: string, code: string, message: string) =>
    new AwsError(inS3 ? s3Code : code, message, inS3 ? 403 : 400);
  const badToken = "The security token included in the request is invalid.";
  return {
    mismatch: (message: string) => refusal("SignatureDoesNotMatch", "InvalidSignatureException", message),
    unknownKey: () => refusal("InvalidAccessKeyId", "UnrecognizedClientException", badToken),
    badToken: () => refusal("InvalidToken", "UnrecognizedClientException", badToken),
    expiredToken: () =>
      refusal(
        "ExpiredToken",
        "ExpiredTokenException",
        "The security token included in the request is expired",
      ),
    urlExpired: (message: string) => refusal("AccessDenied", "InvalidSignatureException", message),
    skewed: (timestamp: string, now: number) =>
      refusal(
        "RequestTimeTooSkewed",
        "InvalidSignatureException",
        `Signature expired: ${timestamp} is more than 15 minutes away from ${new Date(now).toISOString()}`,
      ),
  };
}
