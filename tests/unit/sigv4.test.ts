import { describe, expect, it } from "vitest";
import { AwsError, type Credentials } from "../../local/aws/service";
import { verifySignature } from "../../local/aws/sigv4";
import { readAuthorization, type SignedRequest } from "../../local/aws/sigv4-authorization";

const principal = { arn: "arn:aws:iam::000000000000:user/example" };
const at = Date.parse("2015-08-30T12:36:00Z");

/** "get-vanilla-query-order-key-case" of AWS's published test suite of Signature Version 4. */
const published: SignedRequest = {
  method: "GET",
  url: "/?Param2=value2&Param1=value1",
  headers: {
    host: "example.amazonaws.com",
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
      "SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
};

/** AWS's documented example of a presigned URL of S3. */
const presigned: SignedRequest = {
  method: "GET",
  url:
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host" +
    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  headers: { host: "examplebucket.s3.amazonaws.com" },
};

interface Variation {
  now?: number;
  credentials?: Partial<Credentials>;
  body?: string;
}

function verify(request: SignedRequest, { now = at, credentials, body = "" }: Variation = {}) {
  const authorization = readAuthorization(request);
  if (!authorization) throw new Error("unsigned");
  const isS3 = authorization.scope.service === "s3";
  const secretAccessKey = isS3
    ? "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    : "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  return verifySignature({
    request,
    authorization,
    now,
    body: isS3 ? undefined : Buffer.from(body),
    lookup: (accessKeyId) =>
      accessKeyId.endsWith("EXAMPLE")
        ? { principal, credentials: { accessKeyId, secretAccessKey, ...credentials } }
        : undefined,
  });
}

function refusal(request: SignedRequest, variation?: Variation): string {
  try {
    verify(request, variation);
  } catch (error) {
    if (error instanceof AwsError) return `${error.status} ${error.code}`;
    throw error;
  }
  return "accepted";
}

describe("a signature in the Authorization header", () => {
  it("is accepted as AWS's own test suite computes it", () => {
    expect(verify(published)).toEqual(principal);
  });

  it("is refused when the query was changed", () => {
    expect(refusal({ ...published, url: "/?Param1=value1&Param2=value3" })).toBe(
      "400 InvalidSignatureException",
    );
  });

  it("is refused when the body was changed", () => {
    expect(refusal(published, { body: "{}" })).toBe("400 InvalidSignatureException");
  });

  it("is refused with another secret", () => {
    expect(refusal(published, { credentials: { secretAccessKey: "other" } })).toBe(
      "400 InvalidSignatureException",
    );
  });

  it("is refused more than 15 minutes after or before its time", () => {
    expect(verify(published, { now: at + 15 * 60_000 })).toEqual(principal);
    expect(refusal(published, { now: at + 15 * 60_000 + 1 })).toBe("400 InvalidSignatureException");
    expect(refusal(published, { now: at - 15 * 60_000 - 1 })).toBe("400 InvalidSignatureException");
  });

  it("is refused when the access key is not known", () => {
    const headers = {
      ...published.headers,
      authorization: published.headers.authorization?.replace("AKIDEXAMPLE", "AKIDOTHER"),
    };
    expect(refusal({ ...published, headers })).toBe("400 UnrecognizedClientException");
  });

  it("is refused without the session token of temporary credentials", () => {
    const credentials = { sessionToken: "token" };
    expect(refusal(published, { credentials })).toBe("400 UnrecognizedClientException");
    const headers = { ...published.headers, "x-amz-security-token": "token" };
    expect(verify({ ...published, headers }, { credentials })).toEqual(principal);
  });

  it("is refused when the credentials have expired", () => {
    const credentials = { expiration: new Date(at - 1).toISOString() };
    expect(refusal(published, { credentials })).toBe("400 ExpiredTokenException");
  });

  it("is refused when its parts are not whole", () => {
    const broken = (authorization: string) =>
      refusal({ ...published, headers: { ...published.headers, authorization } });
    expect(broken("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE")).toBe("400 IncompleteSignature");
    expect(broken("AWS4-ECDSA-P256-SHA256 Credential=x")).toBe("400 IncompleteSignature");
  });
});

describe("a presigned URL", () => {
  const signedAt = Date.parse("2013-05-24T00:00:00Z");

  it("is accepted as AWS documents it, until it expires", () => {
    expect(verify(presigned, { now: signedAt })).toEqual(principal);
    expect(verify(presigned, { now: signedAt + 86_400_000 })).toEqual(principal);
    expect(refusal(presigned, { now: signedAt + 86_400_001 })).toBe("403 AccessDenied");
  });

  it("is refused for another object", () => {
    const url = presigned.url.replace("/test.txt", "/other.txt");
    expect(refusal({ ...presigned, url }, { now: signedAt })).toBe("403 SignatureDoesNotMatch");
  });

  it("is refused when it asks for more than seven days", () => {
    const url = presigned.url.replace("X-Amz-Expires=86400", "X-Amz-Expires=604801");
    expect(refusal({ ...presigned, url }, { now: signedAt })).toBe("400 AuthorizationQueryParametersError");
  });
});

it("finds no authorization in an unsigned request", () => {
  expect(
    readAuthorization({ method: "GET", url: "/?a=b", headers: { authorization: "Bearer x" } }),
  ).toBeUndefined();
});
