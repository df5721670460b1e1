/** How well queries find their matches, in means over queries. */
export interface RetrievalScores {
  /** Queries measured (lone ones are not among them). */
  queries: number;
  /** Share of queries with at least one match among the first k. */
  recallAt: Record<number, number>;
  /** Mean over queries of (matches among the first k) / k. */
  precisionAt: Record<number, number>;
  /** Musgrave et al. 2020: mean over queries of 1/R * sum over i <= R of precision@i at hits. */
  mapAtR: number;
  /** Mean over queries of (matches among the first R) / R, R being the query's matches. */
  rPrecision: number;
  /** Mean over queries of 1 / rank of the first match. */
  mrr: number;
}
