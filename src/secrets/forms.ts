const STEP = 3;

/** Every form in which a value may appear in a manifest: as plain text, escaped, percent-encoded, in hexadecimal, in base64 with others around it. */
export function formsOf(value: string): string[] {
  const plain = [...new Set([value, value.trim()])].filter((text) => text !== '');
  const texts = plain.flatMap((text) => [text, escaped(text), escaped(escaped(text)), encodeURIComponent(text)]);
  return [...new Set(texts.flatMap((text) => [text, ...encoded(text), ...encoded(text).flatMap(base64)]))].filter((form) => form !== '');
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function encoded(text: string): string[] {
  const hexadecimal = Buffer.from(text).toString('hex');
  return [hexadecimal, hexadecimal.toUpperCase(), ...base64(text)];
}

/**
 * Base64 turns three bytes into four characters, so a value looks different at each of three places; what depends on its
 * neighbours is left out, and so is the padding.
 */
function base64(text: string): string[] {
  const bytes = Buffer.from(text);
  const found = Array.from({ length: STEP }, (_, before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const from = Math.ceil(before * 8 / 6);
    return whole.toString('base64').slice(from, Math.floor(whole.length * 8 / 6));
  });
  return [...found, ...found.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
