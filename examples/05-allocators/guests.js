/** Every allocator's module, with the host that it needs: `env.malloc` for those that import it. */
import { instantiate } from '@wasm-by-hand/node-harness';

export const NAMES = ['host', 'host-free', 'arena', 'bump', 'tiny', 'balanced', 'full', 'lol-leaking', 'lol-free', 'lol-free-locked', 'own', 'std'];
export const guest = (name) => instantiate(`${name}.wasm`);
