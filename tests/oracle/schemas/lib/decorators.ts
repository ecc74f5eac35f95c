export const mark = (options?: object): any => () => {};
export function Injectable() { return (target: any) => {}; }
