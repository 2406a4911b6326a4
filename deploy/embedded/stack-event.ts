export const serviceNames = ['temporal', 'worker', 'api'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What happens in the stack, for whoever shows or logs it. */
export type StackEvent =
  | { readonly type: 'progress'; readonly line: string }
  | { readonly type: 'started'; readonly name: ServiceName; readonly pid: number }
  | { readonly type: 'ready'; readonly name: ServiceName; readonly pid: number }
  | {
      readonly type: 'died';
      readonly name: ServiceName;
      /** `exit code 1`, `signal SIGKILL`. */
      readonly how: string;
      readonly restartInMs: number;
    }
  | { readonly type: 'gave-up'; readonly name: ServiceName; readonly reason: string }
  | { readonly type: 'stopped'; readonly name: ServiceName };
