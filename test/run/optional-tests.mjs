/**
 * Tests that may be skipped even where CI=true: `{ name, reason }`, the name as a part of the printed one.
 * Everything else that is skipped there counts as failed.
 */
export const optionalTests = [];
