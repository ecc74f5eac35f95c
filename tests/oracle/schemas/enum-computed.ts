import { int, mysqlTable } from "drizzle-orm/mysql-core";

enum Bits { None, Read = 1 << 0, Write = 1 << 1, "Both of them" = Read | Write, Next }
enum Merged { A = 1 }
enum Merged { B = A_SIZE(), C = Merged.A + 10 }
function A_SIZE(): number { return 5; }

export const t = mysqlTable("computed_enums", {
  a: int().default(Bits["Both of them"]),
  b: int().default(Bits.Next),
  c: int().default(Bits[1].length),
  d: int().default(Merged.A + Merged.B + Merged.C),
});
