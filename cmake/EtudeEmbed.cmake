# Files as constants of a C++ header, so that a program needs none of them where it runs: torch.py becomes the
# std::string_view NAMESPACE::torch_py. CMake writes the header when it configures, and again when a file has changed.
# Without a project: cmake -DFOLDER=... -DHEADER=... -DNAMESPACE=... -P cmake/EtudeEmbed.cmake

# etude_write_header(header namespace file...)
function(etude_write_header header namespace)
  set(text "#pragma once\n// Written by cmake/EtudeEmbed.cmake.\n\n#include <string_view>\n\nnamespace ${namespace} {\n\n")
  foreach(path IN LISTS ARGN)
    cmake_path(GET path FILENAME name)
    string(MAKE_C_IDENTIFIER "${name}" constant)
    file(READ "${path}" content)
    string(APPEND text "inline constexpr std::string_view ${constant} = R\"~~(${content})~~\";\n\n")
  endforeach()
  string(APPEND text "}  // namespace ${namespace}\n")
  set(before "")
  if(EXISTS "${header}")
    file(READ "${header}" before)
  endif()
  if(NOT before STREQUAL text)
    file(WRITE "${header}" "${text}")
  endif()
endfunction()

# etude_embed(target folder header namespace): the target's sources may include `header`, made of the files in `folder`.
function(etude_embed target folder header namespace)
  file(GLOB files CONFIGURE_DEPENDS "${folder}/*")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  etude_write_header("${etude_BINARY_DIR}/embedded/${header}" ${namespace} ${files})
  target_include_directories(${target} PRIVATE "${etude_BINARY_DIR}/embedded")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  file(GLOB files "${FOLDER}/*")
  etude_write_header("${HEADER}" ${NAMESPACE} ${files})
endif()
