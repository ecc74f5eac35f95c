import { mysqlEnum, mysqlTable } from "drizzle-orm/mysql-core";

export enum Status {
  Draft = "draft",
  Published = "published", // shown to all
  Archived = "archived",
}
const enum Size { Small = "s", Large = "l" }
const plain = { First: "first", Second: "second" } as const;

export const t = mysqlTable("object_enums", {
  a: mysqlEnum("a", Status).default(Status.Draft).notNull(),
  b: mysqlEnum(Status),
  c: mysqlEnum("c", plain),
  d: mysqlEnum("d", [Size.Small, Size.Large]).default(Size.Large),
});
