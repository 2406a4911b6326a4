/** Short and free of control characters, so that it may stand in a message. */
export function printable(text: string, mostCharacters = 40): string {
  const clean = text.slice(0, mostCharacters).replace(/[^\x20-\x7e]/g, '?');
  return text.length > mostCharacters ? `${clean}…` : clean;
}

export function quoted(text: string): string {
  return `"${printable(text)}"`;
}
