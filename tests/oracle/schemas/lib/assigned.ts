import { Shared } from "./namespace";
import space = require("./namespace");
import type { Unused } from "./namespace";

const length: number = Shared.limit + space.Shared.limit;
export = { length, name: "assigned" };
