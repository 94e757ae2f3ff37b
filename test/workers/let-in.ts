// A D1 that lets others in: right after it has answered a statement that fits, for the first time, `act` is done, and only
// then does whoever asked go on. So a test can have two who work at once meet where they would have to be unlucky to.

interface Wrapped {
  readonly text: string;
  readonly statement: D1PreparedStatement;
}

export function letIn(d1: D1Database, after: RegExp, act: () => Promise<unknown>): D1Database {
  const known = new WeakMap<object, Wrapped>();
  let isDone = false;

  async function letting<T>(texts: readonly string[], answer: Promise<T>): Promise<T> {
    const given = await answer;
    if (!isDone && texts.some((text) => after.test(text))) {
      isDone = true;
      await act();
    }
    return given;
  }

  function wrap(text: string, statement: D1PreparedStatement): D1PreparedStatement {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(text, statement.bind(...values)),
      run: () => letting([text], statement.run()),
      all: () => letting([text], statement.all()),
      raw: () => letting([text], statement.raw()),
      first: () => letting([text], statement.first()),
    };
    known.set(wrapped, { text, statement });
    return wrapped as unknown as D1PreparedStatement;
  }

  const opened = {
    prepare: (text: string) => wrap(text, d1.prepare(text)),
    batch: (statements: D1PreparedStatement[]) => {
      const all = statements.map((statement) => known.get(statement) ?? { text: "", statement });
      return letting(
        all.map(({ text }) => text),
        d1.batch(all.map(({ statement }) => statement)),
      );
    },
  };
  return opened as unknown as D1Database;
}
