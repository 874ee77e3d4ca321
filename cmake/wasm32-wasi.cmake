# A browser's module: clang and wasi-libc as Debian has them; no exceptions, no threads, and no import in what is linked.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_CXX_COMPILER clang++-14)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_AR llvm-ar-14)
set(CMAKE_RANLIB llvm-ranlib-14)
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)

set(CMAKE_CXX_FLAGS_INIT "-msimd128 -fno-exceptions -fno-rtti -fno-c++-static-destructors \
-fvisibility=hidden -flto -ffunction-sections -fdata-sections")
# -O0 says nothing of the code, which -flto optimizes: with any other, and binaryen installed, clang would run wasm-opt
# over the linked module, which fails where that is stripped and has SIMD.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-O0 -mexec-model=reactor -Wl,--strip-all,--gc-sections")
