/** What an array does where numbers in a `Float64Array` are expected: `node array.js GLUE WASM BY-HAND.WASM`. */
import process from 'node:process';

import { both } from './both.js';

const { bindgen, byHand } = await both(process.argv.slice(2));

// #region array
for (const [name, guest] of Object.entries({ bindgen, byHand })) console.log(name, guest.mean([1, 2, 6]));
// #endregion array
