/** The package for Node: the core, plus guests from files and from the network. */
export * from './core.js';
export { instantiate, instantiateSync } from './node.js';
