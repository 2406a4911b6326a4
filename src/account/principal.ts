/** Who asks: a stable id for keys, holders and fairness, and what they may do. */
export interface Principal {
  readonly id: string;
  readonly role: 'admin' | 'user' | 'guest' | 'anonymous';
}

export const anonymous: Principal = { id: 'anonymous', role: 'anonymous' };
