// workerd has this module of Node (nodejs_compat); the types of Workers do not know it.

declare module "node:async_hooks" {
  export class AsyncLocalStorage<T> {
    run<R>(store: T, work: () => R): R;
    getStore(): T | undefined;
  }
}
