/** Short and free of control characters, so that it may stand in a message. */
export function printable(text: string): string {
  const clean = text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
  return text.length > 40 ? `${clean}…` : clean;
}

export function quoted(text: string): string {
  return `"${printable(text)}"`;
}
