const [SOONEST, LATEST] = [1_500, 9_000];
const [SLOWEST_AT_LEAST, SLOWEST] = [15_000, 30_000];

const between = (least: number, most: number): number => least + Math.random() * (most - least);

/** Milliseconds until the next try when the line broke: not everybody comes back at the same moment. */
export const aWhile = (): number => between(SOONEST, LATEST);

/** The same where nothing is yet, for everybody who has come before the picture. */
export const aLongWhile = (): number => between(SLOWEST_AT_LEAST, SLOWEST);
