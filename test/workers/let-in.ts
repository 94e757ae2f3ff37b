// A D1 that lets others in: before it answers a statement that fits, for the first time, `act` is done. So a test can have
// two who work at once meet where they would have to be unlucky to.

export function letIn(d1: D1Database, before: RegExp, act: () => Promise<unknown>): D1Database {
  const known = new WeakMap<object, { readonly text: string; readonly statement: D1PreparedStatement }>();
  let isDone = false;

  async function then<T>(texts: readonly string[], answer: () => Promise<T>): Promise<T> {
    if (!isDone && texts.some((text) => before.test(text))) {
      isDone = true;
      await act();
    }
    return answer();
  }

  function wrap(text: string, statement: D1PreparedStatement): D1PreparedStatement {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(text, statement.bind(...values)),
      run: () => then([text], () => statement.run()),
      all: () => then([text], () => statement.all()),
      raw: () => then([text], () => statement.raw()),
      first: () => then([text], () => statement.first()),
    };
    known.set(wrapped, { text, statement });
    return wrapped as unknown as D1PreparedStatement;
  }

  const opened = {
    prepare: (text: string) => wrap(text, d1.prepare(text)),
    batch: (statements: D1PreparedStatement[]) => {
      const all = statements.map((statement) => known.get(statement) ?? { text: "", statement });
      return then(
        all.map(({ text }) => text),
        () => d1.batch(all.map(({ statement }) => statement)),
      );
    },
  };
  return opened as unknown as D1Database;
}
