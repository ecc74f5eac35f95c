import { customType, mysqlTable } from "drizzle-orm/mysql-core";

const point = customType<{ data: { x: number; y: number }; driverData: string }>({
  dataType() { return "point"; },
  toDriver(value): string { return `POINT(${value.x} ${value.y})`; },
});
const money = customType<{ data: number; config: { digits: number } }>({ dataType: (config) => `decimal(${config?.digits ?? 10},2)` });
const vector = customType<{ data: number[]; config: { dimensions?: number }; configRequired: false }>({
  dataType: (config) => (config?.dimensions ? `vector(${config.dimensions})` : "vector"),
});

export const t = mysqlTable("customs", {
  a: point("a").notNull(),
  b: money("b", { digits: 14 }).default(3),
  c: vector(),
  d: vector({ dimensions: 3 }),
});
