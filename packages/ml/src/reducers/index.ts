export { REDUCER_NAMES, type ReducerName } from './reducer.ts';
export { listReducers } from './registry.ts';
