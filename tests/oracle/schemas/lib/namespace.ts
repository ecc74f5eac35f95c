export namespace Shared {
  export const limit: number = 64;
  export namespace Inner { export const text = `a${limit}` as const; }
}
