import { sourceText, placeOf, type FilePlace } from "../../src/model/source";

/** Somewhere, for values whose place does not matter. */
export const somewhere: FilePlace = placeOf(sourceText("main.conf", " "), { start: 0, end: 1 });
