/**
 * A `Content-Disposition` that no name can break out of: an ASCII form for every client, and the name itself for those
 * that read RFC 6266.
 */
export function contentDisposition(type: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9._ -]/g, '_');
  if (ascii === name) return `${type}; filename="${ascii}"`;
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(/['()*]/g, percentEncoded);
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
