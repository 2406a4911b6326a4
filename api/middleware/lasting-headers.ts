/**
 * What is said of an entity whose bytes never change.
 * @param identity - names these bytes and no others: the strong entity tag
 */
export function lastingHeaders(identity: string, acceptRanges: 'bytes' | 'none') {
  return {
    ETag: `"${identity}"`,
    'Cache-Control': 'private, max-age=86400, immutable',
    'Accept-Ranges': acceptRanges,
  };
}
