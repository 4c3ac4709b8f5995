// Tries all features in a Worker of a page, where one may wait, and answers with what came of each.
import { FEATURES, attempt } from './features.js';

const results = {};
for (const feature of FEATURES) {
  const answer = await fetch(`${feature.name}.wasm`);
  results[feature.name] = await attempt(feature, new Uint8Array(await answer.arrayBuffer()));
}
postMessage(results);
