# etude_grammar(target): links tree-sitter and its grammar of Python, compiled from the sources that tools/install fetched
# into ETUDE_GRAMMAR.
set(ETUDE_GRAMMAR "${etude_SOURCE_DIR}/build/grammar" CACHE PATH "Where tools/install put the grammar of Python")
enable_language(C)
function(etude_grammar target)
  file(GLOB core ${ETUDE_GRAMMAR}/tree?sitter-*/tree_sitter/core/lib/src/lib.c)
  file(GLOB python ${ETUDE_GRAMMAR}/tree_sitter_python-*/src/parser.c)
  if(NOT core OR NOT python)
    message(FATAL_ERROR "the grammar of Python is not there: run tools/install build")
  endif()
  cmake_path(GET core PARENT_PATH core_src)
  cmake_path(GET python PARENT_PATH python_src)
  # The headers that a grammar includes as <tree_sitter/...> are the core's own.
  set(headers ${CMAKE_CURRENT_BINARY_DIR}/grammar)
  file(COPY ${core_src}/parser.h ${core_src}/array.h ${core_src}/alloc.h ${core_src}/ts_assert.h
    DESTINATION ${headers}/tree_sitter)
  add_library(etude_grammar STATIC ${core} ${python} ${python_src}/scanner.c)
  target_include_directories(etude_grammar SYSTEM INTERFACE ${core_src}/../include)
  target_include_directories(etude_grammar PRIVATE ${core_src}/../include ${core_src} ${headers})
  target_compile_definitions(etude_grammar PRIVATE _DEFAULT_SOURCE)
  target_compile_options(etude_grammar PRIVATE -w -O2)  # not ours to mend
  set_target_properties(etude_grammar PROPERTIES UNITY_BUILD OFF C_STANDARD 11 POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${target} PRIVATE etude_grammar)
endfunction()
