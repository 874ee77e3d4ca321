# A program that needs nothing of the machine where it runs but its kernel: the preset `package` includes this after project().
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
string(APPEND CMAKE_EXE_LINKER_FLAGS " -static")

# Debian's own targets for these two name shared libraries.
find_library(ETUDE_YAML_CPP yaml-cpp REQUIRED)
add_library(yaml-cpp STATIC IMPORTED GLOBAL)
set_target_properties(yaml-cpp PROPERTIES IMPORTED_LOCATION ${ETUDE_YAML_CPP})
add_library(tomlplusplus::tomlplusplus INTERFACE IMPORTED GLOBAL)  # whole in its headers
