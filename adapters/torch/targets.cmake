# etude::torch: a plan drives an optimizer of LibTorch. etude::torch_range: the range test. Both are sources, compiled by
# whatever links them against the LibTorch that its project has found, as a binary would fit one version alone. Read by this
# tree and, where the library is installed, by find_package(etude COMPONENTS torch).
if(TARGET etude_torch)
  return()
endif()
set(here ${CMAKE_CURRENT_LIST_DIR})

add_library(etude_torch INTERFACE)
add_library(etude::torch ALIAS etude_torch)
target_sources(etude_torch INTERFACE ${here}/numbers.cpp ${here}/scheduler.cpp)
target_include_directories(etude_torch INTERFACE ${here}/include)
target_link_libraries(etude_torch INTERFACE etude::driver ${TORCH_LIBRARIES})

add_library(etude_torch_range INTERFACE)
add_library(etude::torch_range ALIAS etude_torch_range)
target_sources(etude_torch_range INTERFACE ${here}/as_it_was.cpp ${here}/range_test.cpp)
target_link_libraries(etude_torch_range INTERFACE etude::torch etude::range)
