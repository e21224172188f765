import type {
  HistoryFilters,
  HistoryPage,
  HistorySight,
  HistoryTurn,
} from '../../domain/history.ts';

/** Searches what was submitted in the past. */
export interface History {
  /**
   * A page of the newest, or the one that a turn leads to. However much there is, a look reads a bounded number of rows, and says where
   * it ended. Toward newer ones, a page that would not be full is the first one instead. `size` is how many a page has, at most a thousand;
   * without it, as many as people are shown.
   */
  search(
    sight: HistorySight,
    filters: HistoryFilters,
    turn?: HistoryTurn,
    size?: number,
  ): Promise<HistoryPage>;
}
