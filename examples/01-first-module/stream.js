// #region stream
const { instance } = await WebAssembly.instantiateStreaming(fetch(process.argv[2]));
// #endregion stream
console.log('40 + 2 =', instance.exports.add(40, 2));
