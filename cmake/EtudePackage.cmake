# What other projects find installed: the rooms that need no package as static libraries, and with BUILD_SHARED_LIBS all of
# them as one shared library, too; headers; what find_package and pkg-config read.
#
# A shared library shows what include/etude declares, and hides the rest. No header says so, and so none can forget it: the
# rooms find headers of the same names first, which the build writes and each of which includes its header as visible. Of
# templates alone gcc must be told (etude/base/shown.h). What the standard library's templates make of our types is visible
# by all that, too; shown.map hides it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# ETUDE_SHOWN: the folder with the visible headers, where there is to be a shared library.
set(ETUDE_SHOWN "")
if(BUILD_SHARED_LIBS)
  set(ETUDE_SHOWN ${etude_BINARY_DIR}/shown)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${etude_SOURCE_DIR}/include ${etude_SOURCE_DIR}/include/*.h)
  foreach(header IN LISTS headers)
    set(path ${etude_SOURCE_DIR}/include/${header})
    file(STRINGS ${path} declares REGEX "^#(pragma once|ifndef)" LIMIT_COUNT 1)
    if(declares)  # and is no list, of which something is made wherever it is included
      string(MAKE_C_IDENTIFIER "SHOWN_${header}" seen)  # a kind's header ends in such a line, where it is included again
      configure_file(cmake/package/shown.h.in ${ETUDE_SHOWN}/${header} @ONLY)
    endif()
  endforeach()
  add_compile_options(-fno-semantic-interposition)  # what is shown is no slower: nobody replaces it
  add_link_options(-Wl,--exclude-libs,ALL)  # and is shown by the shared library alone, not by modules that link the rooms
endif()

# etude_pkg_config(name description requires cflags libs): name.pc.
function(etude_pkg_config name description requires cflags libs)
  file(RELATIVE_PATH up "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" /)
  configure_file(${etude_SOURCE_DIR}/cmake/package/etude.pc.in ${etude_BINARY_DIR}/package/${name}.pc @ONLY)
  install(FILES ${etude_BINARY_DIR}/package/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
endfunction()

# etude_shared(room...): libetude.so, of the objects of these rooms. The number in its name changes with what it promises.
function(etude_shared)
  list(TRANSFORM ARGN REPLACE "(.+)" "$<TARGET_OBJECTS:etude_\\1>" OUTPUT_VARIABLE objects)
  add_library(etude_shared SHARED ${objects})
  set_target_properties(etude_shared PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME etude EXPORT_NAME shared
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_include_directories(etude_shared INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(etude_shared INTERFACE cxx_std_20)
  target_link_libraries(etude_shared PRIVATE Threads::Threads)
  set(map ${etude_SOURCE_DIR}/cmake/package/shown.map)
  target_link_options(etude_shared PRIVATE -Wl,--version-script=${map} -Wl,--no-undefined)
  set_target_properties(etude_shared PROPERTIES LINK_DEPENDS ${map})
  install(TARGETS etude_shared EXPORT etude-shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
  etude_pkg_config(etude "Learning-rate schedules as values, in one shared library" "" -std=c++20 -letude)
endfunction()

# etude_package(room...): installs these rooms, each with its public headers.
function(etude_package)
  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/etude)
  foreach(room IN LISTS ARGN)
    set_target_properties(etude_${room} PROPERTIES EXPORT_NAME ${room})
    install(DIRECTORY include/etude/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/etude COMPONENT library)
    install(TARGETS etude_${room} EXPORT etude-static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
    get_target_property(links etude_${room} INTERFACE_LINK_LIBRARIES)
    list(TRANSFORM links REPLACE "^etude::" "etude-")
    list(FILTER links INCLUDE REGEX "^etude-[a-z]+$")
    list(JOIN links " " requires)
    etude_pkg_config(etude-${room} "The room ${room} of etude, static" "${requires}" -std=c++20
      "-letude_${room} -pthread")
  endforeach()
  set(linkages static)
  if(BUILD_SHARED_LIBS)
    etude_shared(${ARGN})
    list(APPEND linkages shared)
  endif()
  foreach(linkage IN LISTS linkages)
    install(EXPORT etude-${linkage} NAMESPACE etude:: DESTINATION ${folder} COMPONENT library)
  endforeach()
  # What drives LibTorch goes as sources, for find_package(etude COMPONENTS torch).
  set(torch ${CMAKE_INSTALL_DATADIR}/etude/torch)
  install(DIRECTORY adapters/torch/ DESTINATION ${torch} COMPONENT library FILES_MATCHING
    PATTERN "*.cpp" PATTERN "*.h" PATTERN "*.cmake" PATTERN "*_test.cpp" EXCLUDE)
  # All that `cmake --install --component library` needs built.
  add_custom_target(library)
  foreach(target ${ARGN} shared)
    if(TARGET etude_${target})
      add_dependencies(library etude_${target})
    endif()
  endforeach()
  set(rooms ${ARGN})
  configure_package_config_file(cmake/package/etude-config.cmake.in package/etude-config.cmake INSTALL_DESTINATION ${folder}
    PATH_VARS torch)
  write_basic_package_version_file(package/etude-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright COMPONENT library)
  install(FILES ${etude_BINARY_DIR}/package/etude-config.cmake ${etude_BINARY_DIR}/package/etude-config-version.cmake
    DESTINATION ${folder} COMPONENT library)
endfunction()

# What `cpack` makes of a build: an archive that may be unpacked anywhere, and a package of Debian's.
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_VENDOR etude)
set(CPACK_PACKAGE_CONTACT "the contributors of etude")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "learning-rate schedules: write, check, port and trust them")
set(CPACK_RESOURCE_FILE_LICENSE ${etude_SOURCE_DIR}/LICENSE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
include(CPack)
