/** How many primes are below `limit`, an unsigned number of 32 bits. */
export function primesBelow(limit: number): number;
