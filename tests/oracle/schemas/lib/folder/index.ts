export const fromIndex = 3;
export { fromIndex as renamed };
