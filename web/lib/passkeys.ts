/** Passkeys as JSON: bytes travel as base64url, in the shape of WebAuthn's own `toJSON`, which old browsers lack. */

export interface Question {
  publicKey: Record<string, unknown>;
}

interface Named {
  id: string;
}

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (named: unknown): unknown => {
  const list = (named as Named[] | undefined) ?? [];
  return list.map((one) => ({ ...one, id: toBytes(one.id) }));
};

/** The server's question with its texts as bytes. */
export function question(json: unknown): Question {
  const asked = { ...(json as Question).publicKey };
  asked["challenge"] = toBytes(asked["challenge"] as string);
  if (asked["user"]) asked["user"] = { ...(asked["user"] as object), id: toBytes((asked["user"] as Named).id) };
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    if (asked[name]) asked[name] = withBytes(asked[name]);
  }
  return { publicKey: asked };
}

const common = (found: PublicKeyCredential): Record<string, unknown> => ({
  id: found.id,
  rawId: toText(found.rawId),
  type: found.type,
  authenticatorAttachment: found.authenticatorAttachment,
  clientExtensionResults: found.getClientExtensionResults(),
});

/** A new passkey, as the server expects it. Throws when none was made. */
export async function created(asked: Question): Promise<object> {
  const found = await navigator.credentials.create(asked as unknown as CredentialCreationOptions);
  if (!(found instanceof PublicKeyCredential)) throw new Error("no passkey");
  const answer = found.response as AuthenticatorAttestationResponse;
  return {
    ...common(found),
    response: {
      clientDataJSON: toText(answer.clientDataJSON),
      attestationObject: toText(answer.attestationObject),
      transports: typeof answer.getTransports === "function" ? answer.getTransports() : [],
    },
  };
}

/** A passkey's answer to the server's question. Throws when none was given. */
export async function used(asked: Question): Promise<object> {
  const found = await navigator.credentials.get(asked as unknown as CredentialRequestOptions);
  if (!(found instanceof PublicKeyCredential)) throw new Error("no passkey");
  const answer = found.response as AuthenticatorAssertionResponse;
  return {
    ...common(found),
    response: {
      clientDataJSON: toText(answer.clientDataJSON),
      authenticatorData: toText(answer.authenticatorData),
      signature: toText(answer.signature),
      userHandle: answer.userHandle ? toText(answer.userHandle) : null,
    },
  };
}
