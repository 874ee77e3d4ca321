# etude_test(program): what every test program needs. They are compiled about as often as they run: so they are not
# optimized, as what they test is, and what all of them include is compiled beforehand, for the first of them.
set(ETUDE_TEST_HEADERS <gtest/gtest.h> <algorithm> <cmath> <functional> <map> <string> <vector>)
function(etude_test test)
  target_compile_definitions(${test} PRIVATE ETUDE_GOLDEN="${CMAKE_SOURCE_DIR}/tests/golden")
  target_compile_options(${test} PRIVATE -O0)
  get_property(first GLOBAL PROPERTY etude_first_test)
  if(first)
    target_precompile_headers(${test} REUSE_FROM ${first})
  else()
    target_precompile_headers(${test} PRIVATE ${ETUDE_TEST_HEADERS})
    set_property(GLOBAL PROPERTY etude_first_test ${test})
  endif()
endfunction()

# etude_room(name dependency...): one library a room, src/<name>/*.cpp, and one test program of its *_test.cpp.
# What a room may include is what it names here; tools/arrows.py holds the includes against the plan.
function(etude_room name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  add_library(etude_${name} STATIC ${sources})
  add_library(etude::${name} ALIAS etude_${name})
  target_include_directories(etude_${name} PUBLIC ${CMAKE_SOURCE_DIR}/include PRIVATE ${CMAKE_SOURCE_DIR}/src)
  foreach(dependency IN LISTS ARGN)
    target_link_libraries(etude_${name} PUBLIC etude::${dependency})
  endforeach()

  if(ETUDE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name}_test PRIVATE etude::${name} GTest::gtest_main ${${name}_TEST_LIBRARIES})
    etude_test(${name}_test)
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${name}
      ENVIRONMENT "RC_PARAMS=seed=1")  # properties draw the same cases everywhere
  endif()
endfunction()

# etude_threads(room test...): <room>_threads, the room and those tests of it that start threads compiled once more, for
# ThreadSanitizer. It is not among what is built by default: ./test tsan builds and runs it. The rooms below have no
# threads and no data that changes between calls; they are linked as they are.
function(etude_threads name)
  get_target_property(sources etude_${name} SOURCES)
  get_target_property(libraries etude_${name} LINK_LIBRARIES)
  list(TRANSFORM ARGN PREPEND ${CMAKE_SOURCE_DIR}/src/${name}/)
  add_executable(${name}_threads EXCLUDE_FROM_ALL ${sources} ${ARGN})
  foreach(folder include src tests)
    target_include_directories(${name}_threads PRIVATE ${CMAKE_SOURCE_DIR}/${folder})
  endforeach()
  target_compile_definitions(${name}_threads PRIVATE ETUDE_GOLDEN="${CMAKE_SOURCE_DIR}/tests/golden")
  target_compile_options(${name}_threads PRIVATE -O1 -g1 -fsanitize=thread)
  target_link_options(${name}_threads PRIVATE -fsanitize=thread)
  target_link_libraries(${name}_threads PRIVATE ${libraries} GTest::gtest_main)
endfunction()
