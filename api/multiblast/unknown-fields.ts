/** Enough to see what is meant. */
const mostNamed = 20;

/** A sentence for each member of a body that the service does not know. */
export function unknownFields(members: Readonly<Record<string, unknown>>): readonly string[] {
  const names = Object.keys(members).slice(0, mostNamed);
  return names.map((name) => `There is no field ${JSON.stringify(name.slice(0, 60))}; take it out.`);
}
