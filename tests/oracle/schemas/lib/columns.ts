import { int, timestamp } from "drizzle-orm/mysql-core";

export interface Options { name: string }
export type Named = Options;
export const key = ({ name }: Options) => int(name).primaryKey();
export const stamp = timestamp("stamped_at");
export default { length: 12 };
