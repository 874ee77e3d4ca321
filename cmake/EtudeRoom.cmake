# etude::inside: for what is built in this tree and may include the headers beside the sources.
add_library(etude_inside INTERFACE)
add_library(etude::inside ALIAS etude_inside)
target_include_directories(etude_inside INTERFACE ${etude_SOURCE_DIR}/src ${etude_SOURCE_DIR})

# etude_test(program header...): what every test program needs. They are compiled about as often as they run: so they are
# not optimized, as what they test is, and what all of them include is compiled beforehand, with the headers that are
# named, for the first program that names them.
set(ETUDE_TEST_HEADERS <gtest/gtest.h> <algorithm> <cmath> <functional> <map> <string> <vector>)
function(etude_test test)
  target_include_directories(${test} PRIVATE ${etude_SOURCE_DIR}/tests)
  target_link_libraries(${test} PRIVATE etude::inside)
  target_compile_definitions(${test} PRIVATE ETUDE_GOLDEN="${etude_SOURCE_DIR}/tests/golden")
  target_compile_options(${test} PRIVATE -O0)
  string(MAKE_C_IDENTIFIER "etude_first_test_with ${ARGN}" these)
  get_property(first GLOBAL PROPERTY ${these})
  if(first)
    target_precompile_headers(${test} REUSE_FROM ${first})
  else()
    target_precompile_headers(${test} PRIVATE ${ETUDE_TEST_HEADERS} ${ARGN})
    set_property(GLOBAL PROPERTY ${these} ${test})
  endif()
endfunction()

# etude_library(name FOLDER dependency... [TEST_LIBRARIES library...] [TEST_HEADERS header...]): one library of the sources
# in FOLDER that are no tests, and where tests are built one program of those that are, name_test.
function(etude_library name folder)
  cmake_parse_arguments(PARSE_ARGV 2 this "" "" "TEST_LIBRARIES;TEST_HEADERS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  add_library(etude_${name} STATIC ${sources})
  add_library(etude::${name} ALIAS etude_${name})
  target_include_directories(etude_${name} PRIVATE ${ETUDE_SHOWN}
    PUBLIC $<BUILD_INTERFACE:${etude_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(etude_${name} PUBLIC cxx_std_20)
  target_link_libraries(etude_${name} PRIVATE $<BUILD_INTERFACE:etude::inside>)
  foreach(dependency IN LISTS this_UNPARSED_ARGUMENTS)
    target_link_libraries(etude_${name} PUBLIC etude::${dependency})
  endforeach()

  if(ETUDE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE etude::${name} GTest::gtest_main ${this_TEST_LIBRARIES})
    etude_test(${name}_test ${this_TEST_HEADERS})
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${name}
      ENVIRONMENT "RC_PARAMS=seed=1")  # properties draw the same cases everywhere
  endif()
endfunction()

# etude_room(name dependency... [TEST_LIBRARIES library...] [TEST_HEADERS header...]): a room of src/. What it may include is what it names here;
# tools/arrows.py holds the includes against the plan.
function(etude_room name)
  etude_library(${name} ${etude_SOURCE_DIR}/src/${name} ${ARGN})
endfunction()

# etude_fast(file option...): what most time is spent in, made faster and larger than the rest.
function(etude_fast file)
  set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS "${ARGN};$<IF:$<CONFIG:Debug>,-O2,-O3>")
endfunction()

# etude_seldom(target...): what runs a few times a command is made to compile sooner, not to run sooner. Gcc looks for
# values out of range only when it follows their ranges.
function(etude_seldom)
  set(first -O1 $<$<CXX_COMPILER_ID:GNU>:-ftree-vrp>)
  foreach(target IN LISTS ARGN)
    if(NOT ETUDE_EXPLORER)  # whose page has all as small as can be
      target_compile_options(${target} PRIVATE "$<IF:$<CONFIG:Debug>,-O0,${first}>")
    endif()
  endforeach()
endfunction()

# etude_optimized_at_link(target...): what is optimized only where it is linked, by -flto, when all that nobody calls has
# gone: the page's core is compiled in less time so, and is smaller. The kernels would be slower.
function(etude_optimized_at_link)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -disable-llvm-passes")
  endforeach()
endfunction()

# etude_threads(room...): the program `threads`, these rooms and their tests compiled once more, for ThreadSanitizer. It is
# not among what is built by default: ./test tsan builds it and runs what starts threads. The rooms below have no threads
# and no data that changes between calls; they are linked as they are.
function(etude_threads)
  add_library(etude_threaded STATIC EXCLUDE_FROM_ALL)
  add_executable(threads EXCLUDE_FROM_ALL)
  foreach(room IN LISTS ARGN)
    get_target_property(sources etude_${room} SOURCES)
    get_target_property(tests ${room}_test SOURCES)
    get_target_property(libraries etude_${room} LINK_LIBRARIES)
    target_sources(etude_threaded PRIVATE ${sources})
    target_sources(threads PRIVATE ${tests})
    target_link_libraries(etude_threaded PUBLIC ${libraries})
  endforeach()
  foreach(target etude_threaded threads)
    target_include_directories(${target} PRIVATE ${etude_SOURCE_DIR}/include ${etude_SOURCE_DIR}/tests)
    target_compile_options(${target} PRIVATE -g1 -fsanitize=thread)
  endforeach()
  target_compile_options(etude_threaded PRIVATE -O1)
  target_compile_options(threads PRIVATE -O0)  # as every test
  target_compile_definitions(threads PRIVATE ETUDE_GOLDEN="${etude_SOURCE_DIR}/tests/golden")
  target_link_options(threads PRIVATE -fsanitize=thread)
  target_link_libraries(threads PRIVATE etude_threaded etude::files GTest::gtest_main)
endfunction()
