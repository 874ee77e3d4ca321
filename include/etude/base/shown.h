#pragma once
// Functions that the shared library has for some types alone are marked, before what they return. Gcc does not know
// otherwise that they are shown: of all else it does, by cmake/EtudePackage.cmake.

#define ETUDE_SHOWN [[gnu::visibility("default")]]
