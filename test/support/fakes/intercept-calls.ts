/** The same object, with every method call going through `around`; `proceed` makes the call. */
export function interceptCalls<T extends object>(
  target: T,
  around: (method: string, proceed: () => Promise<unknown>, args: readonly unknown[]) => Promise<unknown>,
): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      const member: unknown = Reflect.get(object, property, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) =>
        around(String(property), () => Reflect.apply(member, object, args) as Promise<unknown>, args);
    },
  });
}
