// What the compiler has called where a function without a body would be. libc++'s own prints before it aborts, and printing
// is an import.
extern "C" void __cxa_pure_virtual() { __builtin_trap(); }  // NOLINT: the name that the compiler calls
