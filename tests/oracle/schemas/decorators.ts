import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { mark, Injectable } from "./lib/decorators";

@Injectable()
export class Service {
  @mark() private count?: number;
  @mark({ a: 1 }) static readonly [`computed`] = 4;
  @mark() @mark() get value(): number { return this.count ?? 2; }
  @mark()
  async method(@mark() a: string, @mark() b?: number): Promise<void> {}
  constructor(@mark() private readonly first: number, @mark({ b: 2 }) second = 3) {}
  sum() { return this.first + this.value; }
}
@mark() export default abstract class Other { abstract a: string; }
export const t = mysqlTable("decorators", { a: int().default(new Service(5).sum() + Service["computed"]) });
