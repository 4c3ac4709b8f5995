/* What crt1-reactor.o of wasi-libc has. */
/* #region initialize */
void __wasm_call_ctors(void);
void _initialize(void) { __wasm_call_ctors(); }
/* #endregion initialize */
