import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

const log: string[] = [];
class Named {
  early = typeof (this as any).name;
  constructor(private readonly name: string, public size = 8, protected other?: { a: number }) { log.push(`${this.name}${this.size}`); }
  get text(): string { return `${this.name}_${this.size}_${this.other?.a ?? "none"}`; }
}
class Longer extends Named {
  field = 3;
  constructor(
    name: string,
    private readonly extra: number,
    override readonly size: number = extra * 2, // a comment
  ) {
    super(name, 1);
    log.push(`${this.extra}${this.size}`);
  }
  get sum(): number { return this.extra + this.size + this.field; }
}
class Either extends Named {
  constructor(public readonly on: boolean, readonly readonly = "r") {
    if (on) super("yes"); else super("no")
    log.push(`${this.on}`)
  }
}
class Inside extends Named {
  constructor(private kind: string) {
    const self = super(kind), made = class extends Named { constructor(private deep: number) { super("deep"); log.push(`${this.deep}`) } };
    log.push(String(self === this && this.kind === kind), String(new made(5)["deep"]));
  }
}
class Late extends Named { constructor(private late = 1) { const call = () => super("late"); call(); log.push(`${this.late}`); } }
abstract class Over { constructor(a: string); constructor(a: number); constructor(protected a: any) {} }
class OverIt extends Over { value() { return this.a; } }
const generic = new (class<T> { constructor(readonly value: T) {} })<number>(21);
const longer = new Longer("n", 5), either = new Either(false), late = new Late();
new Inside("in");

export const t = mysqlTable("parameter_properties", {
  a: varchar({ length: 200 }).default(new Named("x").text + new Named("y", 2, { a: 3 }).text),
  b: int().default(longer.sum),
  c: varchar({ length: 200 }).default(either.text + either.readonly + late.text + longer.early),
  d: varchar({ length: 200 }).default(Object.keys(longer).join()),
  e: int().default(generic.value),
  f: int().default(new OverIt(7).value()),
  g: varchar({ length: 500 }).default(log.join()),
});
