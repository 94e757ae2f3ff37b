// Schedules over a clock that the test sets: months pass in moments.

import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import { ticksAfter } from "../../../api/schedules/cron.ts";
import { type Fired, ScheduleBook, type Tick } from "../../../api/schedules/schedule-book.ts";
import type { Timetable } from "../../../api/schedules/schedule.ts";
import { ScheduleStore } from "../../../api/schedules/store.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const table = (extra: Partial<Timetable> = {}): Timetable => ({
  name: "",
  cron: "0 9 * * *",
  timezone: "Europe/Berlin",
  input: {},
  catchUp: "last",
  maxCatchUp: 5,
  overlap: "allow",
  startAt: null,
  endAt: null,
  version: null,
  ...extra,
});

class World {
  now = Date.parse("2026-03-01T00:00:00Z");
  readonly fired: string[] = [];
  answer: (tick: Tick) => Fired = (tick) => ({ status: "started", runId: `run ${tick.at}`, message: null });
  readonly sql: SqlStorage;
  book: ScheduleBook;

  constructor(sql: SqlStorage) {
    this.sql = sql;
    for (const name of ["schedules", "ticks"]) sql.exec(`DROP TABLE IF EXISTS ${name}`);
    this.book = this.reopen();
  }

  /** As after a crash: nothing is left but what is on disk. */
  reopen(): ScheduleBook {
    this.book = new ScheduleBook(
      new ScheduleStore(this.sql),
      () => this.now,
      async (tick) => {
        const answer = this.answer(tick);
        this.fired.push(new Date(tick.at).toISOString().slice(0, 16));
        return answer;
      },
    );
    return this.book;
  }

  /** As the alarm does it: from wake to wake. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (let at = await this.book.run(); at !== null && at <= end; at = await this.book.run()) {
      this.now = Math.max(this.now, at);
    }
    this.now = end;
  }

  /** The hub is away. */
  sleep(ms: number): void {
    this.now += ms;
    this.reopen();
  }
}

function inWorld(check: (world: World) => Promise<void>): Promise<void> {
  const stub = env.SCHEDULER.getByName(newId("agent"));
  return runInDurableObject(stub, (_scheduler, { storage }) => check(new World(storage.sql)));
}

test("a month passes: each tick fires once, at nine in Berlin before and after its clocks change", () =>
  inWorld(async (world) => {
    world.book.create("s", "w", table(), false, 10);
    await world.pass(61 * DAY);
    expect(world.fired).toHaveLength(61);
    expect(new Set(world.fired).size).toBe(61);
    expect([world.fired[0], world.fired.at(-1)]).toEqual(["2026-03-01T08:00", "2026-04-30T07:00"]);
    expect(world.book.find("w", "s")?.lastOutcome).toMatchObject({ scheduledAt: "2026-04-30T07:00:00.000Z" });
  }));

test.each([
  ["skip", []],
  ["last", ["2026-03-04T08:00"]],
  ["all", ["2026-03-02T08:00", "2026-03-03T08:00", "2026-03-04T08:00"]],
] as const)("after three days away, catchUp %s fires %j, and the next tick as ever", (catchUp, missed) =>
  inWorld(async (world) => {
    world.book.create("s", "w", table({ catchUp, cron: "0 9 * * *" }), false, 10);
    await world.pass(DAY);
    world.fired.length = 0;
    world.sleep(3 * DAY);
    await world.pass(MINUTE);
    expect(world.fired).toEqual(missed);
    if (catchUp === "skip") {
      expect(world.book.find("w", "s")?.lastOutcome).toMatchObject({
        status: "skipped",
        scheduledAt: "2026-03-04T08:00:00.000Z",
      });
    }
    await world.pass(DAY);
    expect(world.fired).toEqual([...missed, "2026-03-05T08:00"]);
    const { lastOutcome, lastMissed } = world.book.find("w", "s") ?? {};
    expect(lastOutcome).toMatchObject({ status: "started", scheduledAt: "2026-03-05T08:00:00.000Z" });
    const dropped = ["2026-03-02T08:00", "2026-03-03T08:00", "2026-03-04T08:00"].slice(0, 3 - missed.length);
    const [from, until] = [dropped[0], dropped.at(-1)].map((at) => `${at}:00.000Z`);
    expect(lastMissed).toEqual(dropped.length === 0 ? null : { from, until });
  }),
);

test("catchUp all is capped: of a week of minutes the last five fire, in order", () =>
  inWorld(async (world) => {
    world.book.create("s", "w", table({ catchUp: "all", cron: "* * * * *", timezone: "UTC" }), false, 10);
    world.sleep(7 * DAY);
    await world.pass(1_000);
    expect(world.fired).toEqual([
      "2026-03-07T23:56",
      "2026-03-07T23:57",
      "2026-03-07T23:58",
      "2026-03-07T23:59",
      "2026-03-08T00:00",
    ]);
    expect(world.book.find("w", "s")?.lastMissed).toEqual({
      from: "2026-03-01T00:01:00.000Z",
      until: "2026-03-07T23:55:00.000Z",
    });
  }));

test("what was missed before the schedule's end is made up for, though the outage lasted beyond it", () =>
  inWorld(async (world) => {
    const endAt = "2026-03-03T12:00:00.000Z";
    world.book.create("s", "w", table({ endAt }), false, 10);
    world.sleep(30 * DAY);
    await world.pass(MINUTE);
    expect(world.fired).toEqual(["2026-03-03T08:00"]);
    expect(world.book.find("w", "s")?.lastMissed).toEqual({
      from: "2026-03-01T08:00:00.000Z",
      until: "2026-03-02T08:00:00.000Z",
    });
  }));

test("a schedule whose ticks cannot be told holds up no other, and makes them up once they can", () =>
  inWorld(async (world) => {
    const zone = (timezone: string) =>
      world.sql.exec("UPDATE schedules SET timetable = json_set(timetable, '$.timezone', ?) WHERE id = 's'", timezone);
    world.book.create("s", "w", table({ catchUp: "all" }), false, 10);
    world.book.create("t", "w", table({ cron: "0 10 * * *" }), false, 10);
    zone("Europe/Atlantis");
    await world.pass(10 * HOUR);
    expect(world.fired).toEqual(["2026-03-01T09:00"]);
    zone("Europe/Berlin");
    await world.pass(HOUR);
    expect(world.fired.slice(1)).toEqual(["2026-03-01T08:00"]);
  }));

test("a pause holds no missed ticks; a schedule that ends fires no more; one that begins later does not before", () =>
  inWorld(async (world) => {
    world.book.create("s", "w", table({ catchUp: "all" }), false, 10);
    world.book.create(
      "t",
      "w",
      table({ startAt: "2026-03-08T00:00:00.000Z", endAt: "2026-03-09T23:00:00.000Z" }),
      true,
      10,
    );
    world.book.setPaused("w", "s", true);
    await world.pass(5 * DAY);
    expect(world.fired).toEqual([]);
    world.book.setPaused("w", "s", false);
    world.book.setPaused("w", "t", false);
    await world.pass(DAY);
    expect(world.fired).toEqual(["2026-03-06T08:00"]);
    world.book.remove("w", "s");
    await world.pass(30 * DAY);
    expect(world.fired).toEqual(["2026-03-06T08:00", "2026-03-08T08:00", "2026-03-09T08:00"]);
  }));

test("a tick that the hub could not fire is tried again, and those after it wait for it", () =>
  inWorld(async (world) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    world.book.create("s", "w", table({ cron: "* * * * *", timezone: "UTC" }), false, 10);
    let down = 6;
    world.answer = ({ at }) => {
      if (down-- > 0) throw new Error("the hub is down");
      return { status: "started", runId: `run ${at}`, message: null };
    };
    await world.pass(10 * MINUTE);
    log.mockRestore();
    expect(world.fired).toEqual(world.fired.toSorted());
    expect(world.fired.slice(0, 2)).toEqual(["2026-03-01T00:01", "2026-03-01T00:02"]);
    expect(world.fired).toHaveLength(10);
  }));

test("the schedule of a workflow that is gone goes, too", () =>
  inWorld(async (world) => {
    world.book.create("s", "w", table(), false, 10);
    world.answer = () => "gone";
    await world.pass(2 * DAY);
    expect([world.fired.length, world.book.find("w", "s")]).toEqual([1, null]);
  }));

test("whenever it crashes, no tick on time is lost and none has two runs", () =>
  inWorld(async (world) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ ms: fc.integer({ min: 1_000, max: 3 * MINUTE }), crash: fc.boolean() }), {
          minLength: 5,
          maxLength: 30,
        }),
        async (stretches) => {
          const from = world.now;
          world.book.create("s", "w", table({ cron: "* * * * *", timezone: "UTC" }), false, 10);
          world.fired.length = 0;
          const runs = new Set<string>();
          const broken = new Set<number>();
          for (const { ms, crash } of stretches) {
            // The crash comes after the run was started and before that was noted.
            world.answer = ({ at }) => {
              runs.add(`run ${at}`);
              if (crash && (at / MINUTE) % 2 === 0 && !broken.has(at)) {
                broken.add(at);
                throw new Error("crash");
              }
              return { status: "started", runId: `run ${at}`, message: null };
            };
            await world.pass(ms);
            if (crash) world.reopen();
          }
          world.answer = ({ at }) => {
            runs.add(`run ${at}`);
            return { status: "started", runId: `run ${at}`, message: null };
          };
          await world.pass(10 * MINUTE);
          const due = ticksAfter({ ...table(), cron: "* * * * *", timezone: "UTC" }, from, 1_000).filter(
            (at) => at <= world.now,
          );
          expect([...runs].toSorted()).toEqual(due.map((at) => `run ${at}`).toSorted());
          world.book.remove("w", "s");
        },
      ),
      { numRuns: 30 },
    );
    log.mockRestore();
  }));
